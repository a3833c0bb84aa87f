using System.Net.Sockets;
using Npgsql;

namespace Profiles.Storage.Postgres;

/// <summary>Gives faults of the database the name that callers know.</summary>
internal static class PostgresFaults
{
    public static async Task<T> Named<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (IsOfDatabase(fault))
        {
            throw Name(fault);
        }
    }

    public static async Task Named(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (IsOfDatabase(fault))
        {
            throw Name(fault);
        }
    }

    public static T Blocking<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (IsOfDatabase(fault))
        {
            throw Name(fault);
        }
    }

    public static StorageUnavailableException Name(Exception fault) => new($"PostgreSQL: {fault.Message}", fault);

    public static bool IsOfDatabase(Exception fault) =>
        fault is NpgsqlException or SocketException or TimeoutException;
}
