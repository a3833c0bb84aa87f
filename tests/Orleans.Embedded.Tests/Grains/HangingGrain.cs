namespace Orleans.Embedded.Tests.Grains;

/// <summary>Never finishes to begin or to end, as its key says, and filters its own calls.</summary>
public sealed class HangingGrain(Probe probe) : Grain, IHangingGrain, IIncomingGrainCallFilter
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) => this.GetPrimaryKeyString() == "begin"
        ? Task.Delay(Timeout.Infinite, CancellationToken.None)
        : Task.CompletedTask;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Add("leaving");
        return this.GetPrimaryKeyString() == "end" && reason.ReasonCode == DeactivationReasonCode.ApplicationRequested
            ? probe.PassAsync("never")
            : Task.CompletedTask;
    }

    public Task<string> HelloAsync() => Task.FromResult("hello");

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.Result is string text)
            context.Result = $"{text} from {context.TargetId}";
    }
}
