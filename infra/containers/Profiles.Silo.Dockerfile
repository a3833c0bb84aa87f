# The image of a silo. From the root of the repository:
#   docker build -f infra/containers/Profiles.Silo.Dockerfile -t profiles-silo:1.0.0 .
# Where the packages of Orleans come from another source than the SDK's own, give its NuGet.Config as a secret:
#   --secret id=nuget,src=NuGet.Config
# CLOUD_SERVICES=Azure brings Event Hubs in; ORLEANS_VERSION takes another one than Directory.Packages.props names.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG ORLEANS_VERSION=""
ARG CLOUD_SERVICES=""
WORKDIR /source
COPY . .
RUN --mount=type=secret,id=nuget,target=/source/NuGet.Config,required=false \
    dotnet publish src/Profiles.Silo/Profiles.Silo.csproj -c Release -o /app --self-contained false \
      -p:GrainRuntime=Orleans -p:UseAppHost=false \
      ${ORLEANS_VERSION:+-p:OrleansVersion=$ORLEANS_VERSION} \
      ${CLOUD_SERVICES:+-p:CloudServices=$CLOUD_SERVICES} \
 && mkdir /data

# No shell and no package manager. Its user 1654 is the one of infra/kubernetes.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=1654:1654 /data /data
ENV ASPNETCORE_URLS=http://0.0.0.0:8080 \
    DOTNET_EnableDiagnostics=0 \
    Profiles__DataPath=/data
USER 1654
# The API, probes and metrics; silo to silo; the gateway of clients.
EXPOSE 8080 11111 30000
ENTRYPOINT ["dotnet", "Profiles.Silo.dll"]
