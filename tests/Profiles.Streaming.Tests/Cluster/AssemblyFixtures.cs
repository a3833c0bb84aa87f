[assembly: AssemblyFixture(typeof(Profiles.Analytics.Tests.PostgresServer))]

namespace Profiles.Streaming.Tests.Cluster;
