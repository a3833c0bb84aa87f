namespace Orleans.Embedded.Tests.Grains;

[Alias("hanging")]
public interface IHangingGrain : IGrainWithStringKey
{
    Task<string> HelloAsync();

    Task LeaveAsync();
}
