using Orleans.Embedded.Tests.Grains;
using Orleans.Storage;

namespace Orleans.Embedded.Tests;

/// <summary>What every grain storage does.</summary>
public abstract class StateTests
{
    protected abstract Task<TestSilo> StartAsync();

    [Fact]
    public async Task State_WhenNeverWritten_IsNewAndDoesNotExist()
    {
        await using var silo = await StartAsync();
        var grain = silo.Grains.GetGrain<IStateGrain>(1);

        Assert.Null(await grain.ReadAsync());
        Assert.False(await grain.ExistsAsync());
    }

    [Fact]
    public async Task State_WhenWritten_IsThereForTheNextActivation()
    {
        await using var silo = await StartAsync();
        var grain = silo.Grains.GetGrain<IStateGrain>(2);

        var first = await grain.WriteAsync("first");
        var second = await grain.WriteAsync("second");
        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.WriteToAnotherVersionAsync("lost"));

        Assert.NotEqual(first, second);
        Assert.Equal("second", await grain.ReadAsync());
        Assert.True(await grain.ExistsAsync());
    }

    [Fact]
    public async Task State_WhenStorageHasAnotherVersion_EndsTheActivation()
    {
        await using var silo = await StartAsync();
        var grain = silo.Grains.GetGrain<IStateGrain>(3);
        await grain.WriteAsync("kept");
        var identity = await grain.IdentityAsync();

        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.WriteToAnotherVersionAsync("lost"));

        Assert.NotEqual(identity, await grain.IdentityAsync());
        Assert.Equal("kept", await grain.ReadAsync());
    }

    [Fact]
    public async Task State_WhenCleared_IsGone()
    {
        await using var silo = await StartAsync();
        var grain = silo.Grains.GetGrain<IStateGrain>(4);
        await grain.WriteAsync("gone");

        await grain.ClearAsync();

        Assert.Null(await grain.ReadAsync());
        Assert.False(await grain.ExistsAsync());
        await grain.WriteAsync("again");
        await grain.RereadAsync();
        Assert.Equal("again", await grain.ReadAsync());
    }
}
