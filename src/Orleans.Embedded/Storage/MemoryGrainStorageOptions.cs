namespace Orleans.Configuration;

/// <summary>Options of storage in memory, of which there are none in process.</summary>
public class MemoryGrainStorageOptions
{
}
