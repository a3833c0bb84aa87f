namespace Orleans.Embedded.Activations;

internal enum ActivationStatus : byte
{
    /// <summary>Nothing has run yet; the creator owns the first turn.</summary>
    Created,

    /// <summary>The grain is constructed, its state is read, OnActivateAsync runs.</summary>
    Activating,

    /// <summary>Requests run.</summary>
    Valid,

    /// <summary>OnDeactivateAsync runs; requests wait for the next activation.</summary>
    Deactivating,

    /// <summary>Over; whatever still arrives is forwarded.</summary>
    Dead,
}
