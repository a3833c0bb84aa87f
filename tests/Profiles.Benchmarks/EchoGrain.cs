namespace Profiles.Benchmarks;

/// <summary>Answers.</summary>
public sealed class EchoGrain : Grain, IEchoGrain
{
    public ValueTask<int> EchoAsync(int value) => ValueTask.FromResult(value);
}
