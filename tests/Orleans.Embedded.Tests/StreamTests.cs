using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Streams;
using Orleans.Embedded.Tests.Grains;
using Orleans.Hosting;
using Orleans.Providers.Streams.Common;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Tests;

public sealed class StreamTests
{
    private static Task<TestSilo> StartAsync() => TestSilo.StartAsync(silo => silo.AddMemoryStreams("memory"));

    [Fact]
    public async Task Dispatch_WhenGrainIsSubscribedImplicitly_BringsTheItemsInOrder()
    {
        await using var silo = await StartAsync();
        var dispatcher = silo.Services.GetRequiredKeyedService<IStreamDispatcher>("memory");
        var stream = StreamId.Create("batches", "a");

        await dispatcher.DispatchAsync(stream, Items("1", "2"));
        await dispatcher.DispatchAsync(stream, Items("3"));

        Assert.Equal("1,2,3", await silo.Grains.GetGrain<IConsumerGrain>("a").ReceivedAsync());
        Assert.Single(silo.Services.GetRequiredService<Probe>().Entries, "subscribed memory batches/a");
    }

    [Fact]
    public async Task Dispatch_WhenObserverFails_ThrowsItsException()
    {
        await using var silo = await StartAsync();
        var dispatcher = silo.Services.GetRequiredKeyedService<IStreamDispatcher>("memory");
        var stream = StreamId.Create("batches", "b");
        await silo.Grains.GetGrain<IConsumerGrain>("b").FailNextAsync(1);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await dispatcher.DispatchAsync(stream, Items("1")));
        await dispatcher.DispatchAsync(stream, Items("1"));

        Assert.Equal("not now", failure.Message);
        Assert.Equal("1", await silo.Grains.GetGrain<IConsumerGrain>("b").ReceivedAsync());
    }

    [Fact]
    public async Task Dispatch_WhenObserverAwaits_CompletesWhenItIsDone()
    {
        await using var silo = await StartAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        var dispatcher = silo.Services.GetRequiredKeyedService<IStreamDispatcher>("memory");
        var stream = StreamId.Create("batches", "c");

        var first = dispatcher.DispatchAsync(stream, Items("gate:c")).AsTask();
        var second = dispatcher.DispatchAsync(stream, Items("2")).AsTask();
        await probe.WaitUntilReachedAsync("gate:c");
        Assert.False(first.IsCompleted);
        Assert.False(second.IsCompleted);
        probe.Open("gate:c");
        await first;
        await second;

        Assert.Equal("2", await silo.Grains.GetGrain<IConsumerGrain>("c").ReceivedAsync());
    }

    [Fact]
    public async Task Dispatch_WhenGrainIsIdle_AllocatesNothingAndStaysOnTheThread()
    {
        await using var silo = await StartAsync();
        var dispatcher = silo.Services.GetRequiredKeyedService<IStreamDispatcher>("memory");
        var stream = StreamIds.Create(IdSpan.Create("batches"), IdSpan.Create("lean"));
        IList<SequentialItem<string>> none = [];
        for (var i = 0; i < 100; i++)
            await dispatcher.DispatchAsync(stream, none);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            await dispatcher.DispatchAsync(stream, none);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Dispatch_WhenGrainObservesTwoNamespaces_BringsEachToItsObserver()
    {
        await using var silo = await StartAsync();
        var dispatcher = silo.Services.GetRequiredKeyedService<IStreamDispatcher>("memory");
        SequentialItem<int>[] numbers = [new(1, new EventSequenceTokenV2(1))];

        for (var i = 0; i < 2; i++)
        {
            await dispatcher.DispatchAsync(StreamId.Create("texts", "a"), Items("one"));
            await dispatcher.DispatchAsync(StreamId.Create("numbers", "a"), numbers);
        }

        Assert.Equal(
            ["text one", "number 1", "text one", "number 1"], silo.Services.GetRequiredService<Probe>().Entries);
    }

    [Fact]
    public async Task Dispatch_WhenNobodyIsSubscribed_Completes()
    {
        await using var silo = await StartAsync();
        var dispatcher = silo.Services.GetRequiredKeyedService<IStreamDispatcher>("memory");

        await dispatcher.DispatchAsync(StreamId.Create("nobody", "a"), Items("1"));

        Assert.Empty(silo.Services.GetRequiredService<Probe>().Entries);
    }

    [Fact]
    public async Task Publish_WhenGrainObservesItems_BringsThemOneByOne()
    {
        await using var silo = await StartAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        var key = new Guid("11111111-2222-3333-4444-555555555555");
        var stream = silo.Client.GetStreamProvider("memory").GetStream<int>(StreamId.Create("items", key));

        await stream.OnNextBatchAsync([1, 2, 3]);
        await probe.PassAsync("third").WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("1@0,2@1,3@2", await silo.Grains.GetGrain<IItemConsumerGrain>(key).ReceivedAsync());
    }

    [Fact]
    public async Task Publish_WhenObserverKeepsFailing_TellsItAndGoesOn()
    {
        await using var silo = await StartAsync();
        var probe = silo.Services.GetRequiredService<Probe>();
        var grain = silo.Grains.GetGrain<IConsumerGrain>("retry");
        await grain.FailNextAsync(1);

        await grain.PublishAsync("batches", "retry", "kept");
        await grain.PublishAsync("batches", "retry", "gate:kept");
        await probe.WaitUntilReachedAsync("gate:kept");
        probe.Open("gate:kept");
        await grain.FailNextAsync(3);
        await grain.PublishAsync("batches", "retry", "lost");
        await probe.WaitUntilReachedAsync("error");
        probe.Open("error");

        Assert.Equal("kept,error:not now", await grain.ReceivedAsync());
    }

    private static SequentialItem<string>[] Items(params string[] items) =>
        [.. items.Select((item, index) => new SequentialItem<string>(item, new EventSequenceTokenV2(1, index)))];
}
