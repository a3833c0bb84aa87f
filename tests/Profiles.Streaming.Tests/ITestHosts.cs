namespace Profiles.Streaming.Tests;

/// <summary>The hosts of a platform under test: one, or several that share everything.</summary>
internal interface ITestHosts : IAsyncDisposable
{
    /// <summary>The services of one of them; where there are several, of another each time.</summary>
    IServiceProvider Next { get; }

    /// <summary>The services of the first.</summary>
    IServiceProvider First { get; }
}
