using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;

namespace Profiles.Streaming.Cluster;

/// <summary>
/// Calls a unit's grain again where its partition was on the way to another silo: it was not activated, or its silo has
/// gone. After the limit the caller hears of it.
/// </summary>
/// <remarks>
/// Every call of a unit may be made twice: reads change nothing, and what the others append the log takes once. Folding
/// is left out, since the pump repeats it in its own order.
/// </remarks>
internal sealed partial class MovingPartitionCalls(TimeProvider time, ILogger<MovingPartitionCalls> logger)
    : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(500);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var started = time.GetTimestamp();
        for (var delay = FirstDelay; ; delay = delay < LongestDelay ? 2 * delay : LongestDelay)
        {
            try
            {
                await context.Invoke();
                if (context.Response?.Exception is not { } answered || !MayRepeat(context, answered)) return;
                if (time.GetElapsedTime(started) >= Limit) return;
                LogRepeated(logger, context.TargetId, answered.Message);
            }
            catch (Exception fault) when (MayRepeat(context, fault) && time.GetElapsedTime(started) < Limit)
            {
                LogRepeated(logger, context.TargetId, fault.Message);
            }

            await Task.Delay(delay, time);
        }
    }

    private static bool MayRepeat(IOutgoingGrainCallContext context, Exception fault) =>
        fault is OrleansException or PartitionElsewhereException
        && context.InterfaceMethod.DeclaringType is { } contract
        && (contract == typeof(IAssignmentGrain)
            || (contract == typeof(IUserProfileGrain)
                && context.InterfaceMethod.Name != nameof(IUserProfileGrain.FoldAsync)));

    [LoggerMessage(LogLevel.Debug, "A call of {Grain} is made again: {Reason}")]
    private static partial void LogRepeated(ILogger logger, GrainId grain, string reason);
}
