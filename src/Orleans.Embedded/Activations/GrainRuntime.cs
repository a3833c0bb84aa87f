using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Embedded.Invocation;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>All grains of a silo: finds or makes the activation that a request is for.</summary>
internal sealed partial class GrainRuntime : IDisposable
{
    /// <summary>How often a request may meet an ending activation before it is refused.</summary>
    private const int MaxForwards = 8;

    private static readonly TimeSpan CoarseTick = TimeSpan.FromSeconds(1);

    private readonly FrozenDictionary<Type, GrainInterface> _interfaces;
    private readonly FrozenDictionary<GrainType, GrainClass> _classes;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger<GrainRuntime> _logger;
    private readonly ITimer _clock;
    private volatile bool _isRunning;
    private volatile bool _isStopping;
    private int _live;

    public GrainRuntime(
        IServiceProvider services,
        GrainManifestBuilder manifest,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        TimeProvider time,
        ILogger<GrainRuntime> logger)
    {
        Services = services;
        Time = time;
        _logger = logger;
        MaxQueuedRequests = messaging.Value.MaxEnqueuedRequestsHardLimit is var limit and > 0 ? limit : int.MaxValue;
        Timeouts = new ResponseTimeouts(messaging.Value.ResponseTimeout, time, OnTimeout);
        ActivationDeadline = new CoarseDeadline(collection.Value.ActivationTimeout, time);
        DeactivationDeadline = new CoarseDeadline(collection.Value.DeactivationTimeout, time);
        var classes = manifest.Classes.Where(type => !type.IsAbstract).OrderBy(type => type.FullName)
            .Select(type => new GrainClass(type, this)).ToArray();
        _classes = ByGrainType(classes);
        _interfaces = manifest.Interfaces.ToFrozenDictionary(
            entry => entry.Key,
            entry => new GrainInterface(
                entry.Key, entry.Value, [.. classes.Where(grain => entry.Key.IsAssignableFrom(grain.Type))]));
        Instruments = new RuntimeInstruments(this);
        _clock = time.CreateTimer(static state => ((GrainRuntime)state!).CoarseNow++, this, CoarseTick, CoarseTick);
    }

    public IServiceProvider Services { get; }

    public TimeProvider Time { get; }

    public bool IsStopping => _isStopping;

    public int MaxQueuedRequests { get; }

    public ResponseTimeouts Timeouts { get; }

    public RuntimeInstruments Instruments { get; }

    public CoarseDeadline ActivationDeadline { get; }

    public CoarseDeadline DeactivationDeadline { get; }

    /// <summary>Seconds since the start, near enough to tell idle activations from busy ones.</summary>
    public int CoarseNow { get; private set; }

    public IEnumerable<GrainClass> Classes => _classes.Values;

    public GrainClass FindClass(Type interfaceType, string? classNamePrefix) =>
        Interface(interfaceType).FindClass(classNamePrefix);

    public GrainClass FindClass(GrainType grainType) => _classes.TryGetValue(grainType, out var found)
        ? found
        : throw new ArgumentException($"There is no grain class of type '{grainType}'.", nameof(grainType));

    public TInterface CreateReference<TInterface>(GrainClass grainClass, IdSpan key) =>
        (TInterface)(object)Interface(typeof(TInterface)).CreateReference(new GrainTarget(grainClass, key));

    /// <summary>A call that does not go the fast way; remembers the activation for the next one.</summary>
    public ValueTask<TResult> Call<TCall, TResult>(
        GrainClass grainClass, in IdSpan key, in TCall call, GrainMethod method, ref Activation? last)
        where TCall : struct, IGrainCall<TResult>
    {
        if (call.CancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<TResult>(call.CancellationToken);
        if (grainClass.MaxWorkers > 0)
            return CallWorker<TCall, TResult>(grainClass, in key, in call, method);
        var activation = grainClass.Activations.Find(in key);
        if (activation is not null)
        {
            last = activation;
            if (activation.TryEnterIdle())
                return activation.RunInline<TCall, TResult>(in call, method);
        }

        var pending = new PendingCall<TCall, TResult>(in call, method, Activation.Current);
        if (activation is null)
        {
            Timeouts.Add(pending);
            Dispatch(grainClass, in key, pending);
        }
        else
        {
            pending.Target = activation;
            Timeouts.Add(pending);
            if (activation.TryEnter())
                activation.RunRecorded(pending);
            else
                activation.EnqueueRequest(pending);
        }

        return new ValueTask<TResult>(pending.Answer);
    }

    private ValueTask<TResult> CallWorker<TCall, TResult>(
        GrainClass grainClass, in IdSpan key, in TCall call, GrainMethod method)
        where TCall : struct, IGrainCall<TResult>
    {
        if (grainClass.PoolOf(in key).TakeIdle() is { } idle)
            return idle.RunInline<TCall, TResult>(in call, method);
        var pending = new PendingCall<TCall, TResult>(in call, method, Activation.Current);
        Timeouts.Add(pending);
        Dispatch(grainClass, in key, pending);
        return new ValueTask<TResult>(pending.Answer);
    }

    /// <summary>A one-way call: it is queued, never run by the caller's thread, and its failure is logged.</summary>
    public void Send<TCall>(GrainClass grainClass, in IdSpan key, in TCall call, GrainMethod method)
        where TCall : struct, IGrainCall<Unit>
    {
        var pending = new PendingCall<TCall, Unit>(in call, method, Activation.Current);
        pending.Answer.ContinueWith(
            static (task, state) =>
            {
                var (runtime, request) = ((GrainRuntime, CallRecord))state!;
                runtime.OnOneWayFailed(request, task.Exception!.InnerException!);
            },
            (this, (CallRecord)pending),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
        Dispatch(grainClass, in key, pending, inline: false);
    }

    public void Forward(CallRecord request)
    {
        if (request.Method.IsTick)
        {
            request.Fail(new OperationCanceledException("The activation of the timer has ended."));
            return;
        }

        if (++request.Forwards > MaxForwards)
        {
            request.Fail(new OrleansMessageRejectionException(
                $"{request.Method} met {MaxForwards} ending activations of grain {request.Target.GrainId}."));
            return;
        }

        if (!request.IsAnswered)
            Dispatch(request.Target.Class, in request.Target.Key, request);
    }

    public void Start() => _isRunning = true;

    /// <summary>Ends all activations; gives up waiting when the token fires.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_isRunning || _isStopping)
            return;
        _isStopping = true;
        // Counts as one more activation until all have been told, so that none can be the last one before.
        Interlocked.Increment(ref _live);
        foreach (var grainClass in Classes)
            grainClass.ForEachActivation(grain => grain.Deactivate(DeactivationReasonCode.ShuttingDown));
        ReleaseLive();
        try
        {
            await _drained.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogStopTimedOut(Volatile.Read(ref _live));
        }
    }

    public void OnActivationEnded()
    {
        Instruments.Destroyed.Add(1);
        ReleaseLive();
    }

    public void Dispose()
    {
        _clock.Dispose();
        Instruments.Dispose();
        Timeouts.Dispose();
    }

    private static FrozenDictionary<GrainType, GrainClass> ByGrainType(GrainClass[] classes)
    {
        var duplicate = classes.GroupBy(grain => grain.GrainType).FirstOrDefault(group => group.Count() > 1);
        return duplicate is null
            ? classes.ToFrozenDictionary(grain => grain.GrainType)
            : throw new OrleansConfigurationException(
                $"The grain type '{duplicate.Key}' belongs to {string.Join(" and ", duplicate.Select(c => c.Type))}; "
                + "give one of them a GrainType attribute.");
    }

    private void ReleaseLive()
    {
        if (Interlocked.Decrement(ref _live) == 0 && _isStopping)
            _drained.TrySetResult();
    }

    private GrainInterface Interface(Type type) => _interfaces.TryGetValue(type, out var found)
        ? found
        : throw new ArgumentException($"{type} is not a grain interface for which the generator ran.", nameof(type));

    private void Dispatch(GrainClass grainClass, in IdSpan key, CallRecord request, bool inline = true)
    {
        if (!_isRunning || _isStopping)
        {
            request.Fail(new SiloUnavailableException(
                $"{request.Method} needs a new activation of grain {grainClass.GrainType}/{key}, "
                + $"but the silo {(_isStopping ? "stops" : "has not started")}."));
            return;
        }

        var activation = grainClass.FindOrAdd(in key, out var added);
        request.Target = activation;
        if (added)
        {
            Interlocked.Increment(ref _live);
            Instruments.Created.Add(1);
            activation.RunFirstTurn(request, inline);
        }
        else
        {
            activation.EnqueueRequest(request);
        }
    }
}
