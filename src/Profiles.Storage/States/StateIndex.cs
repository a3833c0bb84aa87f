namespace Profiles.Storage.States;

/// <summary>
/// Hash of a key to the place of its newest entry. Open addressing in many small tables, each at most 4/5 full and
/// doubled on its own, so that growing never takes long: 28 bytes a slot, 35 to 70 a key.
/// </summary>
internal sealed class StateIndex
{
    private const int TableBits = 8;

    private readonly Table[] _tables = new Table[1 << TableBits];

    public StateIndex()
    {
        for (var i = 0; i < _tables.Length; i++)
            _tables[i] = new Table();
    }

    public int Count { get; private set; }

    public bool TryGet(UInt128 hash, out StateLocation location) => TableOf(hash).TryGet(Key(hash), out location);

    /// <summary>Sets the place; true, with the place before, when the key had one.</summary>
    public bool Set(UInt128 hash, StateLocation location, out StateLocation previous)
    {
        var replaced = TableOf(hash).Set(Key(hash), location, out previous);
        if (!replaced)
            Count++;
        return replaced;
    }

    public bool Remove(UInt128 hash, out StateLocation previous)
    {
        var removed = TableOf(hash).Remove(Key(hash), out previous);
        if (removed)
            Count--;
        return removed;
    }

    public List<StateLocation> Locations()
    {
        var found = new List<StateLocation>(Count);
        foreach (var table in _tables)
            table.CopyTo(found);
        return found;
    }

    /// <summary>Zero marks a free slot.</summary>
    private static UInt128 Key(UInt128 hash) => hash == UInt128.Zero ? UInt128.One : hash;

    private Table TableOf(UInt128 hash) => _tables[(int)((ulong)hash >> (64 - TableBits))];

    private sealed class Table
    {
        private UInt128[] _keys = new UInt128[16];
        private StateLocation[] _places = new StateLocation[16];
        private int _count;

        public bool TryGet(UInt128 key, out StateLocation location)
        {
            var slot = Probe(key);
            location = _places[slot];
            return _keys[slot] == key;
        }

        public bool Set(UInt128 key, StateLocation location, out StateLocation previous)
        {
            if ((_count + 1) * 5 > _keys.Length * 4)
                Grow();
            var slot = Probe(key);
            previous = _places[slot];
            _places[slot] = location;
            if (_keys[slot] == key)
                return true;
            _keys[slot] = key;
            _count++;
            return false;
        }

        public bool Remove(UInt128 key, out StateLocation previous)
        {
            var hole = Probe(key);
            previous = _places[hole];
            if (_keys[hole] != key)
                return false;
            _count--;
            var mask = _keys.Length - 1;
            for (var next = (hole + 1) & mask; _keys[next] != UInt128.Zero; next = (next + 1) & mask)
            {
                var home = (int)(ulong)_keys[next] & mask;
                if (((next - home) & mask) < ((next - hole) & mask))
                    continue;
                _keys[hole] = _keys[next];
                _places[hole] = _places[next];
                hole = next;
            }

            _keys[hole] = UInt128.Zero;
            _places[hole] = default;
            return true;
        }

        public void CopyTo(List<StateLocation> found)
        {
            for (var i = 0; i < _keys.Length; i++)
            {
                if (_keys[i] != UInt128.Zero)
                    found.Add(_places[i]);
            }
        }

        private int Probe(UInt128 key)
        {
            var mask = _keys.Length - 1;
            var slot = (int)(ulong)key & mask;
            while (_keys[slot] != UInt128.Zero && _keys[slot] != key)
                slot = (slot + 1) & mask;
            return slot;
        }

        private void Grow()
        {
            var keys = _keys;
            var places = _places;
            _keys = new UInt128[keys.Length * 2];
            _places = new StateLocation[keys.Length * 2];
            for (var i = 0; i < keys.Length; i++)
            {
                if (keys[i] == UInt128.Zero)
                    continue;
                var slot = Probe(keys[i]);
                _keys[slot] = keys[i];
                _places[slot] = places[i];
            }
        }
    }
}
