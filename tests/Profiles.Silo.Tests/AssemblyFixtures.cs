[assembly: AssemblyFixture(typeof(Profiles.Analytics.Tests.PostgresServer))]

namespace Profiles.Silo.Tests;
