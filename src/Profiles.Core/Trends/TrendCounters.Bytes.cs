using System.Buffers;
using Profiles.Core.Binary;

namespace Profiles.Core.Trends;

// What is saved of the counters. Little-endian; varints as everywhere in Core.
//
//   head:  version (1) | half-lives, the slates' last (varints, with their count) | last sequence | uncounted | cells
//   block: for each cell: content id (text) | first seen (signed varint) | total (8)
//          | for each half-life, then impressions, then clicks: mantissa (8) | exponent (signed varint)
public sealed partial class TrendCounters
{
    /// <summary>The version that <see cref="WriteHead"/> writes.</summary>
    public const byte Version = 1;

    /// <summary>Blocks that changed since they were last taken; taking them makes them unchanged.</summary>
    public void TakeChangedBlocks(ICollection<int> blocks)
    {
        foreach (var block in _changedBlocks)
        {
            blocks.Add(block);
            _isChanged[block] = false;
        }

        _changedBlocks.Clear();
    }

    /// <summary>Writes what is known of all cells together.</summary>
    public void WriteHead(IBufferWriter<byte> destination)
    {
        var writer = new SpanWriter(destination);
        writer.Byte(Version);
        writer.Unsigned(TrendHalfLives.Count + 1);
        foreach (var hours in TrendHalfLives.Hours) writer.Unsigned((uint)hours);
        writer.Unsigned(TrendHalfLives.SlateHours);
        writer.Signed(LastSequence);
        writer.Signed(Uncounted);
        writer.Unsigned((uint)Count);
        writer.Flush();
    }

    /// <summary>Writes a block of cells.</summary>
    public void WriteBlock(int block, IBufferWriter<byte> destination)
    {
        var writer = new SpanWriter(destination);
        foreach (ref readonly var cell in Cells[(block * BlockCells)..Math.Min(Count, (block + 1) * BlockCells)])
        {
            writer.String(numbers.IdOf(cell.Number));
            writer.Signed(cell.FirstSeenMs);
            writer.Double(cell.Total);
            foreach (ref readonly var count in cell.Counts) Write(ref writer, count);
            Write(ref writer, cell.Impressions);
            Write(ref writer, cell.Clicks);
        }

        writer.Flush();
    }

    /// <summary>Reads a head into counters that have counted nothing; the blocks follow, in their order.</summary>
    /// <returns>
    /// How many cells the blocks hold; −1 where they were counted with other half-lives or by another version, so that
    /// the log has to be counted again.
    /// </returns>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public int ReadHead(ReadOnlySpan<byte> head)
    {
        var reader = new SpanReader(head);
        if (reader.Byte() != Version) return -1;
        if (reader.Unsigned() != TrendHalfLives.Count + 1) return -1;
        var isSame = true;
        foreach (var hours in TrendHalfLives.Hours) isSame &= reader.Unsigned() == (uint)hours;
        isSame &= reader.Unsigned() == TrendHalfLives.SlateHours;
        if (!isSame) return -1;

        LastSequence = reader.Signed();
        Uncounted = reader.Signed();
        return reader.Int32();
    }

    /// <summary>Reads the next block.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public void ReadBlock(ReadOnlySpan<byte> block)
    {
        var reader = new SpanReader(block);
        while (reader.Remaining > 0)
        {
            var id = reader.String();
            var number = numbers.NumberOf(id);
            if (number < 0)
                throw new InvalidDataException($"No number is left for the content '{id}' that was counted before.");
            if (number >= _places.Length) Array.Resize(ref _places, Math.Max(number + 1, _places.Length * 2));
            if (_places[number] != 0) throw new InvalidDataException($"The content '{id}' was counted in two places.");

            var place = AddCell(number);
            _places[number] = place + 1;
            ref var cell = ref _cells[place];
            cell.FirstSeenMs = reader.Signed();
            cell.Total = reader.Double();
            foreach (ref var count in cell.Counts) count = ReadCount(ref reader);
            cell.Impressions = ReadCount(ref reader);
            cell.Clicks = ReadCount(ref reader);
        }
    }

    private static void Write(ref SpanWriter writer, in DecayedCount count)
    {
        writer.Double(count.Mantissa);
        writer.Signed(count.Exponent);
    }

    private static DecayedCount ReadCount(ref SpanReader reader) => new(reader.Double(), (int)reader.Signed());
}
