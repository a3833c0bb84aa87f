using System.Net;
using Microsoft.AspNetCore.Http;

namespace Profiles.Api.Hosting;

/// <summary>An address that Kestrel is told to listen on.</summary>
public static class ListenAddress
{
    /// <summary>The addresses in a text that separates them by semicolons.</summary>
    public static string[] Split(string urls) =>
        urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether the text is an address, and whether only this machine reaches it.</summary>
    public static bool TryRead(string url, out bool isLoopback)
    {
        isLoopback = false;
        try
        {
            var address = BindingAddress.Parse(url);
            if (address.Scheme is not ("http" or "https") || address.Host.Length == 0) return false;
            isLoopback = address.IsUnixPipe
                || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
