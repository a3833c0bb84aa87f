using Orleans.Embedded.Diagnostics;

namespace Orleans.Hosting;

/// <summary>Makes calls of grains visible to tracing.</summary>
public static class CoreHostingExtensions
{
    /// <summary>Makes an activity of each call; without this, calls cost nothing for tracing.</summary>
    public static ISiloBuilder AddActivityPropagation(this ISiloBuilder builder) =>
        builder.AddIncomingGrainCallFilter<ActivityCallFilter>();
}
