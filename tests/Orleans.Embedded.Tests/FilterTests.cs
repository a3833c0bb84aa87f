using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Tests.Grains;
using Orleans.Hosting;

namespace Orleans.Embedded.Tests;

public sealed class FilterTests
{
    [Fact]
    public async Task Filter_WhenRegistered_SeesCallAndResultOfEveryGrain()
    {
        var seen = new List<string>();
        await using var silo = await TestSilo.StartAsync(builder => builder.AddIncomingGrainCallFilter(async context =>
        {
            await context.Invoke();
            seen.Add($"{context.InterfaceName}.{context.MethodName} {context.TargetId} {context.Result}");
        }));

        await silo.Grains.GetGrain<ITurnGrain>("seen").IncrementAsync();
        await silo.Grains.GetGrain<ITurnGrain>("seen").TouchAsync();

        Assert.Equal("Orleans.Embedded.Tests.Grains.ITurnGrain.IncrementAsync turn/seen 1", seen[0]);
        Assert.Equal("Orleans.Embedded.Tests.Grains.ITurnGrain.TouchAsync turn/seen ", seen[1]);
    }

    [Fact]
    public async Task Filters_WhenSeveral_RunInOrderAndMayReplaceTheResult()
    {
        var order = new List<string>();
        await using var silo = await TestSilo.StartAsync(builder => builder
            .AddIncomingGrainCallFilter(async context =>
            {
                order.Add("outer");
                await context.Invoke();
                context.Result = (int)context.Result! + 100;
            })
            .AddIncomingGrainCallFilter(context =>
            {
                order.Add("inner");
                return context.Invoke();
            }));

        Assert.Equal(101, await silo.Grains.GetGrain<ITurnGrain>("replaced").IncrementAsync());
        Assert.Equal(["outer", "inner"], order);
    }

    [Fact]
    public async Task Filter_WhenItRefuses_KeepsTheCallFromTheGrain()
    {
        await using var silo = await TestSilo.StartAsync(builder => builder.AddIncomingGrainCallFilter<Refusal>());
        var grain = silo.Grains.GetGrain<ITurnGrain>("refused");

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => grain.IncrementAsync());

        Assert.Equal(0, await grain.ReadAsync());
        Assert.Contains("refused turn/refused", silo.Services.GetRequiredService<Probe>().Entries);
    }

    private sealed class Refusal(Probe probe) : IIncomingGrainCallFilter
    {
        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.MethodName != nameof(ITurnGrain.IncrementAsync))
                return context.Invoke();
            probe.Add($"refused {context.TargetContext.GrainId}");
            throw new UnauthorizedAccessException();
        }
    }
}
