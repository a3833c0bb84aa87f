using System.Collections.Immutable;

namespace Profiles.Infrastructure.Tests.Bicep;

internal sealed record BicepModule(string Symbol, string Path, ImmutableArray<string> Given);
