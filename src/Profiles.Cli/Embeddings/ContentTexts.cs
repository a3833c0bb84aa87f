using Microsoft.Extensions.AI;
using Profiles.Core.Content;
using Profiles.Learning.Texts;

namespace Profiles.Cli.Embeddings;

/// <summary>Has the texts of contents embedded: each text once, those that are kept not again.</summary>
internal static class ContentTexts
{
    private const int BatchTexts = 64;
    private const int MaxChars = 2_000;

    /// <summary>The vectors of contents' texts by id.</summary>
    /// <param name="contents">The contents.</param>
    /// <param name="generator">Who makes vectors.</param>
    /// <param name="folder">Where vectors are kept.</param>
    /// <param name="progress">Told the part that is done.</param>
    /// <param name="cancellationToken">Stops between two batches; what came by then is kept.</param>
    /// <exception cref="CliException">The provider fails, or its vectors cannot be used.</exception>
    public static async Task<IReadOnlyDictionary<string, float[]>> EmbedAsync(
        IReadOnlyList<ContentItem> contents, IEmbeddingGenerator<string, Embedding<float>> generator, string folder,
        IProgress<double> progress, CancellationToken cancellationToken)
    {
        using var cache = EmbeddingCache.Open(folder, NameOf(generator));
        string[] wanted =
        [
            .. contents.Select(TextOf).Distinct(StringComparer.Ordinal).Where(text => cache.Find(text) is null),
        ];
        for (var done = 0; done < wanted.Length; done += BatchTexts)
        {
            string[] batch = [.. wanted.Skip(done).Take(BatchTexts)];
            var vectors = await generator.GenerateAsync(batch, cancellationToken: cancellationToken);
            cache.Add(batch, Checked(vectors, batch, cache));
            progress.Report((done + batch.Length) / (double)wanted.Length);
        }

        return contents.ToDictionary(item => item.Id, item => cache.Find(TextOf(item))!, StringComparer.Ordinal);
    }

    /// <summary>What is embedded of a content: its title, genres and tags, a line each.</summary>
    public static string TextOf(ContentItem item)
    {
        var text = item.Title;
        if (!item.Genres.IsEmpty) text += "\nGenres: " + string.Join(", ", item.Genres);
        if (!item.Tags.IsEmpty) text += "\nTags: " + string.Join(", ", item.Tags);
        return text.Length > MaxChars ? text[..MaxChars] : text;
    }

    private static string NameOf(IEmbeddingGenerator generator) =>
        generator.GetService(typeof(EmbeddingGeneratorMetadata)) is EmbeddingGeneratorMetadata about
            ? $"{about.ProviderName} {about.ProviderUri} {about.DefaultModelId}"
            : generator.GetType().FullName!;

    private static float[][] Checked(
        GeneratedEmbeddings<Embedding<float>> vectors, string[] texts, EmbeddingCache cache)
    {
        if (vectors.Count != texts.Length)
            throw new CliException($"The provider gave {vectors.Count} vectors for {texts.Length} texts.");
        float[][] found = [.. vectors.Select(vector => vector.Vector.ToArray())];
        var dimensions = cache.Dimensions == 0 ? found[0].Length : cache.Dimensions;
        foreach (var vector in found)
        {
            if (vector.Length is 0 or > TextMapOptions.MaxDimensions)
                throw new CliException(
                    $"The provider's vectors have {vector.Length} dimensions; "
                    + $"use 1 to {TextMapOptions.MaxDimensions}.");
            if (vector.Length != dimensions)
                throw new CliException(
                    $"The provider gave a vector of {vector.Length} dimensions beside others of {dimensions}. "
                    + $"If its model has changed, delete {cache.Path}.");
            if (!vector.All(float.IsFinite))
                throw new CliException("The provider gave a vector with a value that is not a number.");
        }

        return found;
    }
}
