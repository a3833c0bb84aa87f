[assembly: AssemblyFixture(typeof(Profiles.Analytics.Tests.PostgresServer))]

namespace Profiles.Storage.Tests.Postgres;
