using Orleans.Embedded.Invocation;

namespace Orleans.Embedded.Activations;

/// <summary>A request that could not be answered on the spot: it waits for its turn or for its own awaits.</summary>
internal abstract class CallRecord(GrainMethod method, Activation? caller) : WorkItem
{
    /// <summary>Which method is called.</summary>
    public GrainMethod Method { get; } = method;

    /// <summary>The activation whose turn made the call, if one did.</summary>
    public Activation? Caller { get; } = caller;

    /// <summary>The activation the request is at; another one after it was forwarded.</summary>
    public Activation Target { get; set; } = null!;

    /// <summary>How often the request met an activation that was ending.</summary>
    public int Forwards { get; set; }

    /// <summary>Whether the method has been called.</summary>
    public bool HasStarted { get; protected set; }

    /// <summary>When the request was recorded, for reports.</summary>
    public long RecordedAt { get; set; }

    // Links and due time are owned by ResponseTimeouts.
    public CallRecord? Later { get; set; }

    public CallRecord? Earlier { get; set; }

    public long DueAt { get; set; }

    public TimeoutQueue? Queue { get; set; }

    /// <summary>Whether the caller has its answer, be it a timeout or a cancellation.</summary>
    public abstract bool IsAnswered { get; }

    /// <summary>Calls the method; the caller owns the turn.</summary>
    public abstract void Start(Activation activation);

    /// <summary>Answers with an exception, unless the request is answered already.</summary>
    public abstract bool Fail(Exception exception);

    public override void Run(Activation activation) => activation.AdmitQueued(this);
}
