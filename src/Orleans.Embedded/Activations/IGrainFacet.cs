namespace Orleans.Embedded.Activations;

/// <summary>Something a grain's constructor receives that must be ready before OnActivateAsync.</summary>
internal interface IGrainFacet
{
    Task OnActivateAsync(CancellationToken cancellationToken);
}
