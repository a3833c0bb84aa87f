namespace Profiles.Infrastructure.Tests.Bicep;

internal sealed record BicepOutput(string Name, bool IsDescribed, string Type);
