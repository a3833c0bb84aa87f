namespace Profiles.Infrastructure.Tests.Bicep;

internal sealed record BicepResource(
    string Symbol, string Type, bool IsExisting, string? Scope, string? Name, string Text);
