[assembly: AssemblyFixture(typeof(Profiles.Analytics.Tests.PostgresServer))]

namespace Profiles.Infrastructure.Tests;
