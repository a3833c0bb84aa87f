using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;

namespace Profiles.Contracts.Messages;

/// <summary>Teaches the serializer of the cluster the values of Core.</summary>
public static class MessageSerialization
{
    /// <summary>Adds it; of every silo and every client the same.</summary>
    public static IServiceCollection AddMessageSerialization(this IServiceCollection services)
    {
        services.AddSingleton<IGeneralizedCopier, SharedValues>();
        return services.AddSerializer(serializer => serializer.AddJsonSerializer(
            MessageJson.IsSupported, isCopyable: null,
            options => options.Configure(json => json.SerializerOptions = MessageJson.Options)));
    }
}
