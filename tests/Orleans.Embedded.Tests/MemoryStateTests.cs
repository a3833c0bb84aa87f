namespace Orleans.Embedded.Tests;

public sealed class MemoryStateTests : StateTests
{
    protected override Task<TestSilo> StartAsync() => TestSilo.StartAsync();
}
