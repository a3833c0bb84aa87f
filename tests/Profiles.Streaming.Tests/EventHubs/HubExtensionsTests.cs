using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Profiles.Streaming.EventHubs;

namespace Profiles.Streaming.Tests.EventHubs;

public sealed class HubExtensionsTests
{
    [Fact]
    public void Add_WhenNoHubIsNamed_AddsNothing()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);

        builder.AddHub();

        Assert.DoesNotContain(builder.Services, service => service.ServiceType == typeof(HubIntake));
    }

    [Fact]
    public void Add_WhenOptionsAreWrong_NamesThemAll()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Profiles:EventHubs:FullyQualifiedNamespace"] = "name.servicebus.windows.net",
            ["Profiles:EventHubs:MaxBatchMessages"] = "0",
        });

        var message = Assert.Throws<ValidationException>(() => builder.AddHub()).Message;

        Assert.Contains("EventHubs:EventHubName", message, StringComparison.Ordinal);
        Assert.Contains("EventHubs:MaxBatchMessages", message, StringComparison.Ordinal);
    }
}
