namespace Orleans.Embedded.Tests.Grains;

[GenerateSerializer]
[Alias("note")]
public sealed class Note
{
    [Id(0)]
    public string? Text { get; set; }
}
