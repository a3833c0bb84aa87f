using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Invocation;
using Orleans.Runtime;

namespace Orleans.Embedded.Filters;

/// <summary>The filters of a grain class; a class without filters has none of this.</summary>
internal sealed class GrainCallFilters
{
    private readonly IIncomingGrainCallFilter[] _filters;
    private readonly bool _grainIsFilter;

    private GrainCallFilters(IIncomingGrainCallFilter[] filters, bool grainIsFilter)
    {
        _filters = filters;
        _grainIsFilter = grainIsFilter;
    }

    public static GrainCallFilters? For(Type grainClass, IServiceProvider services)
    {
        var filters = services.GetServices<IIncomingGrainCallFilter>().ToArray();
        var grainIsFilter = typeof(IIncomingGrainCallFilter).IsAssignableFrom(grainClass);
        return filters.Length > 0 || grainIsFilter ? new GrainCallFilters(filters, grainIsFilter) : null;
    }

    public async ValueTask<TResult> Invoke<TCall, TResult>(
        Activation activation, TCall call, GrainMethod method, Activation? caller)
        where TCall : struct, IGrainCall<TResult>
    {
        var context = new Context<TCall, TResult>(this, activation, call, method, caller);
        await context.Invoke();
        return context.Result is TResult result ? result : default!;
    }

    private sealed class Context<TCall, TResult>(
        GrainCallFilters owner, Activation activation, TCall call, GrainMethod method, Activation? caller)
        : IIncomingGrainCallContext
        where TCall : struct, IGrainCall<TResult>
    {
        private int _next;

        public object Grain => activation.GrainInstance!;

        public string InterfaceName => method.InterfaceName;

        public string MethodName => method.Name;

        public object? Result { get; set; }

        public GrainId? SourceId => caller?.GrainId;

        public GrainId TargetId => activation.GrainId;

        public IGrainContext TargetContext => activation;

        public async Task Invoke()
        {
            var index = _next++;
            try
            {
                if (index < owner._filters.Length)
                    await owner._filters[index].Invoke(this);
                else if (index == owner._filters.Length && owner._grainIsFilter)
                    await ((IIncomingGrainCallFilter)Grain).Invoke(this);
                else
                    Result = await call.Invoke(Grain) is var result && result is Unit ? null : result;
            }
            finally
            {
                // A filter may go on more than once, for a retry.
                _next = index;
            }
        }
    }
}
