using System.Runtime.CompilerServices;
using Orleans.Embedded.Invocation;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Activations;

/// <summary>
/// A grain in memory and the turns it runs. It is its own synchronization context, so continuations of a grain's
/// awaits come back as turns, and its own thread pool work item, so that draining queued work allocates nothing.
/// </summary>
/// <remarks>
/// <para>A turn is owned by whoever set <see cref="Running"/>; all fields but <c>_state</c>, <c>_inbox</c> and
/// <c>_queued</c> are touched by the owner of the turn only. Releasing the turn is the barrier between owners.</para>
/// <para>_state == 0 means: valid, no turn runs, nothing is queued, no request blocks others. Only then a call runs
/// inline after a single compare-and-swap.</para>
/// </remarks>
internal sealed partial class Activation : SynchronizationContext, IGrainContext, IThreadPoolWorkItem
{
    private const int Running = 1;
    private const int HasInbox = 2;
    private const int Blocked = 4;
    private const int Unavailable = 8;
    private const int DeactivationWanted = 16;
    private const int Filtered = 32;

    /// <summary>How many rounds of queued work one thread does before it lets other activations have it.</summary>
    private const int RoundsPerDrain = 64;

    private readonly IdSpan _key;
    private int _state;
    private int _lastUsed;
    private int _queued;
    private int _requests;
    private WorkItem? _inbox;
    private RequestList _waiting;
    private CallRecord? _blocking;
    private int _readers;
    private ActivationStatus _status;
    private ActivationExtras? _extras;

    public Activation(GrainClass grainClass, IdSpan key)
    {
        Class = grainClass;
        _key = key;
        _state = Running | Unavailable | (grainClass.Filters is null ? 0 : Filtered);
        _lastUsed = grainClass.Runtime.CoarseNow;
    }

    public static new Activation? Current => SynchronizationContext.Current as Activation;

    public GrainClass Class { get; }

    public ref readonly IdSpan Key => ref _key;

    public GrainId GrainId => new(Class.GrainType, _key);

    public GrainReference GrainReference => new(Class, _key);

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => Class.Runtime.Services;

    public bool IsDead => _status == ActivationStatus.Dead;

    // Owned by the table of the class.
    public Activation? NextInTable;

    /// <summary>Takes the turn when nothing at all stands against running a request right here and now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEnterIdle() =>
        !TurnScope.IsDeep && _state == 0 && Interlocked.CompareExchange(ref _state, Running, 0) == 0;

    /// <summary>Takes the turn when no turn runs and nothing is queued, though a request may be awaiting.</summary>
    public bool TryEnter()
    {
        var state = Volatile.Read(ref _state);
        return !TurnScope.IsDeep
            && (state & ~(Blocked | Filtered)) == 0
            && Interlocked.CompareExchange(ref _state, state | Running, state) == state;
    }

    /// <summary>Runs a request on this thread; the caller has taken the turn with <see cref="TryEnterIdle"/>.</summary>
    public ValueTask<TResult> RunInline<TCall, TResult>(in TCall call, GrainMethod method)
        where TCall : struct, IGrainCall<TResult>
    {
        ValueTask<TResult> result;
        PendingCall<TCall, TResult>? pending = null;
        using (var scope = new TurnScope(this))
        {
            try
            {
                result = call.CancellationToken.IsCancellationRequested
                    ? ValueTask.FromCanceled<TResult>(call.CancellationToken)
                    : call.Invoke(GrainInstance!);
            }
            catch (Exception exception)
            {
                result = ValueTask.FromException<TResult>(exception);
            }

            if (!result.IsCompleted)
            {
                pending = new PendingCall<TCall, TResult>(in call, method, scope.Caller) { Target = this };
                BeginRequest(pending);
                pending.Continue(result);
            }
        }

        if (pending is not null)
        {
            Class.Runtime.Timeouts.Add(pending);
            result = new ValueTask<TResult>(pending.Answer);
        }
        else if (result.IsFaulted)
        {
            result = ObserveFault(result, method);
        }

        _lastUsed = Class.Runtime.CoarseNow;
        ExitTurn();
        return result;
    }

    /// <summary>Runs a recorded request on this thread; the caller has taken the turn.</summary>
    public void RunRecorded(CallRecord request)
    {
        using (new TurnScope(this))
            Admit(request);
        ExitTurn();
    }

    /// <summary>Runs the first turn on this thread; the caller created the activation and so owns it.</summary>
    public void RunFirstTurn(CallRecord firstRequest, bool inline)
    {
        Wait(firstRequest);
        if (!inline || TurnScope.IsDeep)
        {
            Schedule();
            return;
        }

        Drain();
    }

    /// <summary>Queues something for a later turn.</summary>
    public void Enqueue(WorkItem item)
    {
        WorkItem? head;
        do
        {
            head = Volatile.Read(ref _inbox);
            item.Next = head;
        }
        while (Interlocked.CompareExchange(ref _inbox, item, head) != head);

        if ((Interlocked.Or(ref _state, HasInbox | Running) & Running) == 0)
            Schedule();
    }

    /// <summary>Queues a request, or refuses it when too many wait already.</summary>
    public void EnqueueRequest(CallRecord request)
    {
        if (CountQueued(request))
            Enqueue(request);
    }

    /// <summary>Admits a request that was queued.</summary>
    public void AdmitQueued(CallRecord request)
    {
        Interlocked.Decrement(ref _queued);
        Admit(request);
    }

    /// <summary>Starts a request or lets it wait; the caller owns the turn.</summary>
    public void Admit(CallRecord request)
    {
        request.Target = this;
        if (_status == ActivationStatus.Dead)
            Class.Runtime.Forward(request);
        else if (MayStart(request) && (_waiting.IsEmpty || _blocking is not null))
            StartRequest(request);
        else
            Wait(request);
    }

    /// <summary>Notes that a request is over; called in a turn.</summary>
    public void EndRequest(CallRecord request)
    {
        _requests--;
        if (Class.IsReentrant || request.Method.IsAlwaysInterleave)
            return;
        if (request.Method.IsReadOnly && --_readers > 0)
            return;
        _blocking = null;
        Interlocked.And(ref _state, ~Blocked);
    }

    /// <summary>A state that storage refused cannot be trusted: the next request gets a new activation.</summary>
    public void OnRequestFailed(GrainMethod method, Exception exception)
    {
        if (exception is InconsistentStateException { IsSourceActivation: true } inconsistent)
        {
            inconsistent.IsSourceActivation = false;
            Deactivate(new DeactivationReason(
                DeactivationReasonCode.ApplicationError, exception, $"{method} failed on an outdated state."));
        }
    }

    /// <summary>What the report of a blocked request says about this activation.</summary>
    public CallRecord? BlockingRequest => Volatile.Read(ref _blocking);

    public override void Post(SendOrPostCallback d, object? state) => Enqueue(new PostedCallback(d, state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("A grain never blocks a thread to wait for its own turn.");

    public override SynchronizationContext CreateCopy() => this;

    void IThreadPoolWorkItem.Execute() => Drain();

    public override string ToString() => $"activation of {GrainId}";

    private bool MayStart(CallRecord request)
    {
        if (_status != ActivationStatus.Valid || (_state & DeactivationWanted) != 0)
            return false;
        return _blocking is null
            || request.Method.IsAlwaysInterleave
            || (request.Method.IsReadOnly && _readers > 0);
    }

    private bool MayTake(CallRecord request) => _status == ActivationStatus.Dead || MayStart(request);

    private void Wait(CallRecord request)
    {
        if (CountQueued(request))
            _waiting.Append(request);
    }

    private bool CountQueued(CallRecord request)
    {
        var limit = Class.Runtime.MaxQueuedRequests;
        if (Interlocked.Increment(ref _queued) <= limit)
            return true;
        Interlocked.Decrement(ref _queued);
        request.Fail(new LimitExceededException(
            $"{limit} requests wait for grain {GrainId}; {request.Method} is refused."));
        return false;
    }

    private void StartRequest(CallRecord request)
    {
        if (request.IsAnswered)
            return;
        if (request.Method.KeepsAlive)
            _lastUsed = Class.Runtime.CoarseNow;
        BeginRequest(request);
        request.Start(this);
    }

    private void BeginRequest(CallRecord request)
    {
        _requests++;
        if (Class.IsReentrant || request.Method.IsAlwaysInterleave)
            return;
        if (request.Method.IsReadOnly)
            _readers++;
        _blocking = request;
        Interlocked.Or(ref _state, Blocked);
    }

    private ValueTask<TResult> ObserveFault<TResult>(ValueTask<TResult> result, GrainMethod method)
    {
        var task = result.AsTask();
        OnRequestFailed(method, task.Exception!.InnerException!);
        return new ValueTask<TResult>(task);
    }

    private void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);

    private void ExitTurn()
    {
        if (Interlocked.CompareExchange(ref _state, 0, Running) != Running)
            ExitTurnSlowly();
    }

    private void ExitTurnSlowly()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if ((state & HasInbox) != 0 || HasWork())
            {
                Schedule();
                return;
            }

            if (Interlocked.CompareExchange(ref _state, state & ~Running, state) == state)
                return;
        }
    }

    private bool HasWork() => _status switch
    {
        ActivationStatus.Created => true,
        ActivationStatus.Valid => (_state & DeactivationWanted) != 0
            ? _requests == 0
            : !_waiting.IsEmpty && _blocking is null,
        ActivationStatus.Dead => !_waiting.IsEmpty,
        _ => false,
    };

    private void Drain()
    {
        using (new TurnScope(this))
        {
            for (var round = 0; round < RoundsPerDrain && RunRound(); round++)
            {
            }
        }

        ExitTurn();
    }

    private bool RunRound()
    {
        var worked = RunLifecycle();
        while (TakeWaiting() is { } request)
        {
            worked = true;
            if (_status == ActivationStatus.Dead)
                Class.Runtime.Forward(request);
            else
                StartRequest(request);
        }

        for (var item = TakeInbox(); item is not null;)
        {
            worked = true;
            var next = item.Next;
            item.Next = null;
            item.Run(this);
            item = next;
        }

        return worked;
    }

    private CallRecord? TakeWaiting()
    {
        if (_waiting.IsEmpty)
            return null;
        var request = _waiting.TakeFirst(static (activation, candidate) => activation.MayTake(candidate), this);
        if (request is not null)
            Interlocked.Decrement(ref _queued);
        return request;
    }

    // The inbox is a stack; the items are returned in the order in which they came.
    private WorkItem? TakeInbox()
    {
        if ((Volatile.Read(ref _state) & HasInbox) == 0)
            return null;
        Interlocked.And(ref _state, ~HasInbox);
        var item = Interlocked.Exchange(ref _inbox, null);
        WorkItem? ordered = null;
        while (item is not null)
        {
            var next = item.Next;
            item.Next = ordered;
            ordered = item;
            item = next;
        }

        return ordered;
    }
}
