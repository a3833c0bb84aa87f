using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Storage;

/// <summary>Makes the factory for a constructor parameter with persistent state, once per grain class.</summary>
internal static class PersistentStateFacet
{
    public static Func<Activation, object> CreateFactory(ParameterInfo parameter, IServiceProvider services)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new OrleansConfigurationException(
                $"Parameter {parameter.Name} of {parameter.Member.DeclaringType} has PersistentState but is {type}; "
                + $"make it an {nameof(IPersistentState<>)}.");
        }

        var attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()!;
        return typeof(PersistentStateFacet).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type.GetGenericArguments())
            .CreateDelegate<Func<IServiceProvider, PersistentStateAttribute, Func<Activation, object>>>()(
                services, attribute);
    }

    private static Func<Activation, object> Create<TState>(
        IServiceProvider services, PersistentStateAttribute attribute)
    {
        var place = new Lazy<StatePlace>(() => new StatePlace(
            attribute.StateName,
            services.GetKeyedService<IGrainStorage>(attribute.StorageName ?? StatePlace.DefaultStorageName)
                ?? throw new OrleansConfigurationException(
                    $"There is no grain storage named '{attribute.StorageName ?? StatePlace.DefaultStorageName}' "
                    + $"for state '{attribute.StateName}'; add one to the silo.")));
        return activation => new PersistentState<TState>(activation, place.Value);
    }
}
