[assembly: AssemblyFixture(typeof(Profiles.Analytics.Tests.PostgresServer))]

namespace Profiles.Analytics.Tests;
