using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded.Invocation;

/// <summary>The base of the references that the source generator writes for each grain interface.</summary>
public abstract class GeneratedReference : GrainReference
{
    // The activation called last. It is never wrong, only out of date: a dead activation refuses the fast path.
    private Activation? _activation;

    /// <summary>Creates a reference to a grain.</summary>
    protected GeneratedReference(GrainTarget target)
        : base(target.Class, target.Key)
    {
    }

    /// <summary>Calls a method of the grain.</summary>
    protected ValueTask<TResult> CallAsync<TCall, TResult>(in TCall call, GrainMethod method)
        where TCall : struct, IGrainCall<TResult>
    {
        var activation = _activation;
        if (activation is not null && activation.TryEnterIdle())
            return activation.RunInline<TCall, TResult>(in call, method);
        return CallSlowly<TCall, TResult>(in call, method);
    }

    /// <summary>Calls a one-way method of the grain: the caller goes on at once and a failure is logged.</summary>
    protected void Send<TCall>(in TCall call, GrainMethod method)
        where TCall : struct, IGrainCall<Unit> =>
        Class.Runtime.Send(Class, in Key, in call, method);

    private ValueTask<TResult> CallSlowly<TCall, TResult>(in TCall call, GrainMethod method)
        where TCall : struct, IGrainCall<TResult> =>
        Class.Runtime.Call<TCall, TResult>(Class, in Key, in call, method, ref _activation);
}
