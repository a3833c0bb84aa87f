using System.Runtime.CompilerServices;
using Orleans.Embedded.Invocation;

namespace Orleans.Embedded.Activations;

/// <summary>A recorded request with its arguments and its answer.</summary>
internal sealed class PendingCall<TCall, TResult> : CallRecord
    where TCall : struct, IGrainCall<TResult>
{
    private readonly TaskCompletionSource<TResult> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ExecutionContext? _context;
    private TCall _call;
    private ValueTaskAwaiter<TResult> _awaiter;
    private CancellationTokenRegistration _cancellation;

    public PendingCall(in TCall call, GrainMethod method, Activation? caller)
        : base(method, caller)
    {
        _call = call;
        _context = ExecutionContext.Capture();
        if (call.CancellationToken.CanBeCanceled)
            _cancellation = call.CancellationToken.UnsafeRegister(Cancel, this);
    }

    public Task<TResult> Answer => _answer.Task;

    public override bool IsAnswered => _answer.Task.IsCompleted;

    public override bool Fail(Exception exception)
    {
        Release();
        return _answer.TrySetException(exception);
    }

    public override void Start(Activation activation)
    {
        HasStarted = true;
        if (_context is null)
            Invoke();
        else
            ExecutionContext.Run(_context, static state => ((PendingCall<TCall, TResult>)state!).Invoke(), this);
    }

    /// <summary>Takes over a request whose method was called inline and awaits; the caller owns the turn.</summary>
    public void Continue(ValueTask<TResult> result)
    {
        HasStarted = true;
        Await(result);
    }

    private void Invoke()
    {
        var activation = Target;
        ValueTask<TResult> result;
        try
        {
            result = activation.Class.Filters is { } filters
                ? filters.Invoke<TCall, TResult>(activation, _call, Method, Caller)
                : _call.Invoke(activation.GrainInstance!);
        }
        catch (Exception exception)
        {
            result = ValueTask.FromException<TResult>(exception);
        }

        _call = default;
        Await(result);
    }

    private void Await(ValueTask<TResult> result)
    {
        _awaiter = result.GetAwaiter();
        if (_awaiter.IsCompleted)
            Complete();
        else
            _awaiter.UnsafeOnCompleted(Complete);
    }

    // Runs in a turn of the target: the awaiter captured its synchronization context.
    private void Complete()
    {
        Target.EndRequest(this);
        Release();
        try
        {
            _answer.TrySetResult(_awaiter.GetResult());
        }
        catch (OperationCanceledException exception)
        {
            _answer.TrySetCanceled(exception.CancellationToken);
        }
        catch (Exception exception)
        {
            Target.OnRequestFailed(Method, exception);
            _answer.TrySetException(exception);
        }
    }

    private void Release()
    {
        Queue?.Remove(this);
        _cancellation.Unregister();
    }

    private static void Cancel(object? state, CancellationToken token)
    {
        var call = (PendingCall<TCall, TResult>)state!;
        call.Queue?.Remove(call);
        call._answer.TrySetCanceled(token);
    }
}
