namespace Profiles.Infrastructure.Tests.Bicep;

internal sealed record BicepOutputUse(string Module, string Output);
