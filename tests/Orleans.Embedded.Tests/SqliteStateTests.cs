using Orleans.Embedded.Sqlite;
using Orleans.Embedded.Tests.Grains;

namespace Orleans.Embedded.Tests;

public sealed class SqliteStateTests : StateTests, IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task State_WhenTheProcessStartsAgain_IsThere()
    {
        await using (var silo = await StartAsync())
            await silo.Grains.GetGrain<IStateGrain>(5).WriteAsync("kept");

        await using var next = await StartAsync();

        Assert.Equal("kept", await next.Grains.GetGrain<IStateGrain>(5).ReadAsync());
    }

    [Fact]
    public async Task State_WhenManyGrainsWriteAtOnce_IsKeptForEach()
    {
        await using var silo = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(
            i => silo.Grains.GetGrain<IStateGrain>(i).WriteAsync($"text {i}")));
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => silo.Grains.GetGrain<IStateGrain>(i).RereadAsync()));

        for (var i = 0; i < 200; i++)
            Assert.Equal($"text {i}", await silo.Grains.GetGrain<IStateGrain>(i).ReadAsync());
    }

    public void Dispose() => _folder.Dispose();

    protected override Task<TestSilo> StartAsync() => TestSilo.StartAsync(
        silo => silo.AddSqliteGrainStorageAsDefault(options => options.Path = _folder.File("new/grains.db")));
}
