using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Profiles.Api.Http;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Planning;

namespace Profiles.Api.Protocols;

/// <summary>
/// Tells clients by server-sent events that the plan changed. There is no queue: whoever is slow misses plans in
/// between and gets the latest. All are woken by one signal, at a change and at a heartbeat.
/// </summary>
internal sealed class PlanStreams : IDisposable
{
    private static readonly ReadOnlyMemory<byte> Heartbeat = ": \n\n"u8.ToArray();

    private readonly IExperiments _experiments;
    private readonly ITimer _heart;
    private readonly int _maxStreams;
    private readonly Lock _publishing = new();
    private volatile PublishedPlan _current;
    private TaskCompletionSource _signal = NewSignal();
    private int _open;

    public PlanStreams(IExperiments experiments, TimeProvider time, IOptions<ProfilesApiOptions> options)
    {
        _experiments = experiments;
        _maxStreams = options.Value.MaxStreams;
        _current = PublishedPlan.Of(experiments.Current, null);
        experiments.Changed += Publish;
        Publish(experiments.Current);
        var heartbeat = options.Value.StreamHeartbeat;
        _heart = time.CreateTimer(_ => Signal(), null, heartbeat, heartbeat);
    }

    /// <summary>The latest plan.</summary>
    public PublishedPlan Current => _current;

    /// <summary>How many clients listen.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Sends messages until the client leaves or the host stops; refuses one client too many.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="known">The version that the client has; null where it has none.</param>
    /// <param name="messageOf">The message about a plan.</param>
    public async Task SendAsync(
        HttpContext context, string? known, Func<PublishedPlan, ReadOnlyMemory<byte>> messageOf)
    {
        try
        {
            if (Interlocked.Increment(ref _open) > _maxStreams)
            {
                await new Problem(
                    StatusCodes.Status503ServiceUnavailable, "too_many_streams",
                    $"{_maxStreams} clients listen already. Ask again from time to time instead; ETags keep it small.")
                {
                    RetryAfter = TimeSpan.FromSeconds(30),
                }.ExecuteAsync(context);
                return;
            }

            await FollowAsync(context, known, messageOf);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    public void Dispose()
    {
        _experiments.Changed -= Publish;
        _heart.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task FollowAsync(
        HttpContext context, string? known, Func<PublishedPlan, ReadOnlyMemory<byte>> messageOf)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var stopping = context.RequestServices.GetService(typeof(IHostApplicationLifetime)) as IHostApplicationLifetime;
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, stopping?.ApplicationStopping ?? CancellationToken.None);
        try
        {
            // The signal is read before the plan: a change after that completes this signal.
            var signal = Volatile.Read(ref _signal).Task;
            var sent = _current;
            await response.Body.WriteAsync(sent.Known, leaves.Token);
            if (sent.Version != known) await response.Body.WriteAsync(messageOf(sent), leaves.Token);
            await response.Body.FlushAsync(leaves.Token);
            while (true)
            {
                await signal.WaitAsync(leaves.Token);
                signal = Volatile.Read(ref _signal).Task;
                var latest = _current;
                await response.Body.WriteAsync(latest == sent ? Heartbeat : messageOf(latest), leaves.Token);
                await response.Body.FlushAsync(leaves.Token);
                sent = latest;
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the host stops: what it missed it is told when it comes again.
        }
    }

    private void Publish(ExperimentPlan plan)
    {
        lock (_publishing)
        {
            // Changes come in order, but the first plan may be read while a change is under way.
            var before = _current.Plan;
            if ((plan.Version, plan.AtUnixMs).CompareTo((before.Version, before.AtUnixMs)) < 0) return;
            var latest = PublishedPlan.Of(plan, _current);
            if (latest == _current) return;
            _current = latest;
        }

        Signal();
    }

    private void Signal() => Interlocked.Exchange(ref _signal, NewSignal()).SetResult();
}
