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

    public GrainCallFilters? Filters { get; }

    public ActivationTable Activations { get; } = new();

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

    public void Remove(Activation activation)
    {
        Activations.Remove(activation);
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
