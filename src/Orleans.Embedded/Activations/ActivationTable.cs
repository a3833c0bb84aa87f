using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>
/// The activations of one grain class by key. Activations are their own list nodes, so an entry costs one pointer.
/// Look-ups take no lock; changes take the lock of one shard.
/// </summary>
/// <remarks>
/// A reader may follow a chain that is being moved to a larger array and miss an activation; it never finds a wrong
/// one, and a miss is looked up again under the lock before anything is created.
/// </remarks>
internal sealed class ActivationTable
{
    private const int ShardBits = 5;
    private const int InitialBuckets = 4;

    private readonly Shard[] _shards = new Shard[1 << ShardBits];

    public ActivationTable()
    {
        for (var i = 0; i < _shards.Length; i++)
            _shards[i] = new Shard();
    }

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var shard in _shards)
                count += shard.Count;
            return count;
        }
    }

    public Activation? Find(in IdSpan key)
    {
        var hash = key.GetHashCode();
        var buckets = Volatile.Read(ref ShardOf(hash).Buckets);
        var node = Volatile.Read(ref buckets[hash & (buckets.Length - 1)]);
        while (node is not null && !node.Key.Equals(key))
            node = node.NextInTable;
        return node;
    }

    /// <summary>The activation of a key; a new one is owned by this caller, who must run its first turn.</summary>
    public Activation FindOrAdd(in IdSpan key, GrainClass grainClass, out bool added)
    {
        var hash = key.GetHashCode();
        var shard = ShardOf(hash);
        lock (shard)
        {
            if (Find(in key) is { } found)
            {
                added = false;
                return found;
            }

            var activation = new Activation(grainClass, key);
            if (shard.Count >= shard.Buckets.Length)
                shard.Grow();
            ref var bucket = ref shard.Buckets[hash & (shard.Buckets.Length - 1)];
            activation.NextInTable = bucket;
            Volatile.Write(ref bucket, activation);
            shard.Count++;
            added = true;
            return activation;
        }
    }

    public void Remove(Activation activation)
    {
        var hash = activation.Key.GetHashCode();
        var shard = ShardOf(hash);
        lock (shard)
        {
            ref var link = ref shard.Buckets[hash & (shard.Buckets.Length - 1)];
            while (link is not null && !ReferenceEquals(link, activation))
                link = ref link.NextInTable;
            if (link is null)
                return;
            Volatile.Write(ref link, activation.NextInTable);
            shard.Count--;
        }
    }

    /// <summary>Visits every activation; one shard at a time is copied, so the visitor may do anything.</summary>
    public void ForEach(Action<Activation> visit)
    {
        var copy = new List<Activation>();
        foreach (var shard in _shards)
        {
            copy.Clear();
            lock (shard)
            {
                foreach (var bucket in shard.Buckets)
                {
                    for (var node = bucket; node is not null; node = node.NextInTable)
                        copy.Add(node);
                }
            }

            foreach (var activation in copy)
                visit(activation);
        }
    }

    private Shard ShardOf(int hash) => _shards[(uint)hash >> (32 - ShardBits)];

    private sealed class Shard
    {
        public Activation?[] Buckets = new Activation?[InitialBuckets];
        public int Count;

        public void Grow()
        {
            var larger = new Activation?[Buckets.Length * 2];
            foreach (var bucket in Buckets)
            {
                var node = bucket;
                while (node is not null)
                {
                    var next = node.NextInTable;
                    ref var target = ref larger[node.Key.GetHashCode() & (larger.Length - 1)];
                    node.NextInTable = target;
                    target = node;
                    node = next;
                }
            }

            Volatile.Write(ref Buckets, larger);
        }
    }
}
