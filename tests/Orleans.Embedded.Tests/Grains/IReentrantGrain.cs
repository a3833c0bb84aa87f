namespace Orleans.Embedded.Tests.Grains;

[Alias("reentrant")]
public interface IReentrantGrain : IGrainWithStringKey
{
    Task<string> CallMyselfAsync();

    Task<string> AnswerAsync();

    Task PassAsync(string gate);
}
