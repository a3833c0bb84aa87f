using Microsoft.Extensions.Logging;

namespace Orleans.Embedded.Activations;

internal sealed partial class GrainRuntime
{
    public void OnActivationFailed(Activation activation, Exception exception)
    {
        Instruments.Failed.Add(1);
        LogActivationFailed(activation.GrainId.ToString(), exception);
    }

    public void OnDeactivationFailed(Activation activation, Exception exception) =>
        LogDeactivationFailed(activation.GrainId.ToString(), exception);

    public void OnContinuationFailed(Activation activation, Exception exception) =>
        LogContinuationFailed(activation.GrainId.ToString(), exception);

    public void OnTimerFailed(Activation activation, Exception exception) =>
        LogTimerFailed(activation.GrainId.ToString(), exception);

    public static string Describe(DeactivationReasonCode code) => code switch
    {
        DeactivationReasonCode.ShuttingDown => "The silo stops.",
        DeactivationReasonCode.ActivationIdle => "Nobody called for the collection age.",
        DeactivationReasonCode.HighMemoryPressure => "Memory is short.",
        _ => code.ToString(),
    };

    private void OnTimeout(CallRecord request, string report)
    {
        Instruments.TimedOut.Add(1);
        LogTimeout(request.Method.ToString(), request.Target.GrainId.ToString(), report);
    }

    private void OnOneWayFailed(CallRecord request, Exception exception) =>
        LogOneWayFailed(request.Method.ToString(), request.Target?.GrainId.ToString(), exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Activation of grain {GrainId} failed")]
    private partial void LogActivationFailed(string grainId, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "OnDeactivateAsync or disposal of grain {GrainId} failed")]
    private partial void LogDeactivationFailed(string grainId, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A timer of grain {GrainId} failed")]
    private partial void LogTimerFailed(string grainId, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A continuation that nobody awaits failed in grain {GrainId}")]
    private partial void LogContinuationFailed(string grainId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} of grain {GrainId} timed out: {Report}")]
    private partial void LogTimeout(string method, string grainId, string report);

    [LoggerMessage(Level = LogLevel.Error, Message = "One-way call {Method} of grain {GrainId} failed")]
    private partial void LogOneWayFailed(string method, string? grainId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The silo stopped before {Count} activations had ended")]
    private partial void LogStopTimedOut(int count);
}
