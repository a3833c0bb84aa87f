namespace Orleans.Embedded.Activations;

/// <summary>Makes a thread run a turn of an activation and gives it back to the caller as it was.</summary>
internal readonly ref struct TurnScope
{
    /// <summary>How many turns may be nested on one stack; a deeper call is queued.</summary>
    public const int MaxDepth = 12;

    [ThreadStatic]
    private static int t_depth;

    private readonly SynchronizationContext? _callerContext;
    private readonly ExecutionContext? _callerFlow;

    public TurnScope(Activation activation)
    {
        t_depth++;
        _callerContext = SynchronizationContext.Current;
        _callerFlow = ExecutionContext.Capture();
        SynchronizationContext.SetSynchronizationContext(activation);
    }

    public static bool IsDeep => t_depth >= MaxDepth;

    public Activation? Caller => _callerContext as Activation;

    public void Dispose()
    {
        t_depth--;
        SynchronizationContext.SetSynchronizationContext(_callerContext);
        // A method that is not async can leave changed async locals behind; they must not reach the caller.
        if (_callerFlow is not null && !ReferenceEquals(ExecutionContext.Capture(), _callerFlow))
            ExecutionContext.Restore(_callerFlow);
    }
}
