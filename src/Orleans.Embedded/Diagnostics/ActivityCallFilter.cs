using System.Diagnostics;
using Orleans.Diagnostics;

namespace Orleans.Embedded.Diagnostics;

/// <summary>Makes an activity of each call. In process its parent is the current activity of the caller.</summary>
internal sealed class ActivityCallFilter : IIncomingGrainCallFilter
{
    private static readonly ActivitySource Source =
        new(ActivitySources.ApplicationGrainActivitySourceName, "1.0.0");

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        using var activity = Source.StartActivity(ActivityKind.Server);
        if (activity is null)
        {
            await context.Invoke();
            return;
        }

        var dot = context.InterfaceName.LastIndexOf('.');
        activity.DisplayName = $"{context.InterfaceName[(dot + 1)..]}/{context.MethodName}";
        activity.SetTag("rpc.system.name", "orleans");
        activity.SetTag("orleans.rpc.service", context.InterfaceName);
        activity.SetTag("rpc.method", context.MethodName);
        activity.SetTag("orleans.rpc.target_id", context.TargetId.ToString());
        try
        {
            await context.Invoke();
        }
        catch (Exception exception)
        {
            activity.SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }
    }
}
