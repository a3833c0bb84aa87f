namespace Orleans.Embedded.Tests.Grains;

[Alias("state")]
public interface IStateGrain : IGrainWithIntegerKey
{
    Task<string?> ReadAsync();

    Task<string> WriteAsync(string text);

    Task WriteToAnotherVersionAsync(string text);

    Task ClearAsync();

    Task RereadAsync();

    Task<bool> ExistsAsync();

    Task<int> IdentityAsync();
}
