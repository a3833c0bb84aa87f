namespace Orleans.Streams;

/// <summary>An item with its place in the stream.</summary>
public class SequentialItem<T>
{
    /// <summary>Creates an item.</summary>
    public SequentialItem(T item, StreamSequenceToken token)
    {
        Item = item;
        Token = token;
    }

    /// <summary>The item.</summary>
    public T Item { get; }

    /// <summary>Its place.</summary>
    public StreamSequenceToken Token { get; }
}
