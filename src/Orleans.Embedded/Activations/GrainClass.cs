using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Embedded.Filters;
using Orleans.Embedded.Storage;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>A grain class: how its grains are made and scheduled, and the activations it has.</summary>
internal sealed class GrainClass
{
    private static readonly IGrainFacet[] NoFacets = [];

    private readonly ObjectFactory _factory;
    private readonly Func<Activation, object>[] _facetFactories;

    public GrainClass(Type type, GrainRuntime runtime)
    {
        Type = type;
        Runtime = runtime;
        GrainType = type.GetCustomAttribute<GrainTypeAttribute>() is { } attribute
            ? attribute.GetGrainType(runtime.Services, type)
            : GrainType.Create(DefaultName(type));
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute));
        MaxWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxWorkers ?? 0;
        CollectionAge = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit;
        Filters = GrainCallFilters.For(type, runtime.Services);

        var parameters = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)
            ?.GetParameters() ?? [];
        var facets = parameters.Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute))).ToArray();
        _facetFactories = [.. facets.Select(facet => PersistentStateFacet.CreateFactory(facet, runtime.Services))];
        _factory = ActivatorUtilities.CreateFactory(type, [.. facets.Select(facet => facet.ParameterType)]);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public GrainRuntime Runtime { get; }

    public bool IsReentrant { get; }

    /// <summary>How many activations a stateless worker may have; 0 for other grains.</summary>
    public int MaxWorkers { get; }

    /// <summary>After which idle time activations are collected, where the class says so itself.</summary>
    public TimeSpan? CollectionAge { get; }

    public GrainCallFilters? Filters { get; }

    /// <summary>The activations of a class that is not a stateless worker.</summary>
    public ActivationTable Activations { get; } = new();

    /// <summary>The activations of a stateless worker.</summary>
    public ConcurrentDictionary<IdSpan, WorkerPool> Pools { get; } = new();

    /// <summary>Constructs the grain; the activation's turn is the current one.</summary>
    public object CreateInstance(Activation activation, out IGrainFacet[] facets)
    {
        if (_facetFactories.Length == 0)
        {
            facets = NoFacets;
            return _factory(Runtime.Services, null);
        }

        var arguments = new object[_facetFactories.Length];
        facets = new IGrainFacet[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _facetFactories[i](activation);
            facets[i] = (IGrainFacet)arguments[i];
        }

        return _factory(Runtime.Services, arguments);
    }

    public int CountActivations() =>
        MaxWorkers == 0 ? Activations.Count : Pools.Values.Sum(pool => pool.Workers.Length);

    public void ForEachActivation(Action<Activation> visit)
    {
        Activations.ForEach(visit);
        foreach (var worker in Pools.Values.SelectMany(pool => pool.Workers))
            visit(worker);
    }

    /// <summary>The activation for a request; a new one is owned by the caller, who must run its first turn.</summary>
    public Activation FindOrAdd(in IdSpan key, out bool added)
    {
        if (MaxWorkers == 0)
            return Activations.FindOrAdd(in key, this, out added);
        while (true)
        {
            // A pool that has just closed is about to be removed by whoever closed it.
            if (PoolOf(in key).Choose(out added) is { } worker)
                return worker;
        }
    }

    public WorkerPool PoolOf(in IdSpan key) =>
        Pools.GetOrAdd(key, static (newKey, owner) => new WorkerPool(owner, newKey), this);

    public void Remove(Activation activation)
    {
        if (MaxWorkers == 0)
            Activations.Remove(activation);
        else if (PoolOf(in activation.Key) is var pool && pool.Remove(activation))
            Pools.TryRemove(new(activation.Key, pool));
        Runtime.OnActivationEnded();
    }

    private static string DefaultName(Type type)
    {
        const string Suffix = "grain";
        var name = type.Name.ToLowerInvariant();
        return name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length
            ? name[..^Suffix.Length]
            : name;
    }
}
