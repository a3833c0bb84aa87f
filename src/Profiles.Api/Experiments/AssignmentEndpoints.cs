using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans;
using Profiles.Api.Http;
using Profiles.Api.Units;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Units;

namespace Profiles.Api.Experiments;

/// <summary>What a unit is assigned, and exposures that clients saw.</summary>
internal static class AssignmentEndpoints
{
    private const int MaxAttributeBytes = 16 * 1024;
    private const int MaxAttributeDepth = 8;

    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapGet("/v1/assignments/{userId}", GetUserAsync), "What a user is assigned, and why not");
        Describe(
            routes.MapGet("/v1/devices/{deviceId}/assignments", GetDeviceAsync),
            "What a device is assigned; of a linked one 404 'device_linked'")
            .Refuses(StatusCodes.Status404NotFound);
        routes.MapPost("/v1/exposures", ExposureBatch.PostAsync)
            .WithTags("Experiments").WithSummary("Exposures that a client saw")
            .WithDescription(
                $"An array, or one, of {{\"userId\"|\"deviceId\",\"experiment\",\"variant\",\"occurredAt\"?,"
                + "\"bucketVersion\"?,\"hashAttribute\"?,\"hashValue\"?,\"slateId\"?,\"dimensions\"?}}, at most "
                + $"{ExposureBatch.Max}. Each counts once for its unit, experiment, variant and bucket version. 202 "
                + "when they are durable; one that is wrong is rejected with its index, the others are accepted.")
            .Refuses(
                StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status503ServiceUnavailable);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary) => route
        .WithTags("Experiments").WithSummary(summary)
        .WithDescription(
            "'attributes' is a JSON object of what else is known, such as {\"country\":\"GB\"}. Nothing takes effect "
            + "by asking: whoever acts on a variant posts the exposure.")
        .Refuses(StatusCodes.Status400BadRequest);

    private static Task GetUserAsync(string userId, string? attributes, HttpContext context, IGrainFactory grains)
    {
        _ = userId;
        var problem = UnitPath.TryReadUser(context, out var user);
        return problem?.ExecuteAsync(context) ?? AnswerAsync(user, attributes, context, grains);
    }

    private static async Task GetDeviceAsync(
        string deviceId, string? attributes, HttpContext context, IGrainFactory grains)
    {
        _ = deviceId;
        if (UnitPath.TryReadDevice(context, out var device) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        if (await LinkedDevice.CheckAsync(device, grains, static user => $"/v1/assignments/{user}") is { } linked)
        {
            await linked.ExecuteAsync(context);
            return;
        }

        await AnswerAsync(device, attributes, context, grains);
    }

    private static async Task AnswerAsync(
        UnitKey unit, string? attributes, HttpContext context, IGrainFactory grains)
    {
        if (CheckAttributes(attributes) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        var sent = attributes is null ? default : Encoding.UTF8.GetBytes(attributes);
        var assigned = await grains.GetGrain<IAssignmentGrain>(unit.ToGrainKey())
            .AssignAsync(new AssignmentRequest(sent));
        context.Response.Headers.CacheControl = "private, no-store";
        await SendAsync(context, unit, assigned);
    }

    private static Task SendAsync(HttpContext context, UnitKey unit, AssignmentAnswer assigned)
    {
        var answer = JsonAnswer.Begin();
        var writer = answer.Writer;
        writer.WriteStartObject();
        writer.WriteString(unit.Kind == UnitKind.User ? "userId"u8 : "deviceId"u8, unit.Id);
        writer.WriteNumber("planVersion"u8, assigned.PlanVersion);
        writer.WriteStartArray("assignments"u8);
        foreach (var of in assigned.Variants.Where(of => of.Variant is not null))
        {
            writer.WriteStartObject();
            writer.WriteString("experiment"u8, of.Experiment);
            writer.WriteString("variant"u8, of.Variant);
            writer.WriteString("reason"u8, of.Reason);
            writer.WriteNumber("bucketVersion"u8, of.BucketVersion);
            writer.WriteString("hashAttribute"u8, of.HashAttribute);
            writer.WriteBoolean("exposable"u8, of.IsExposure);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("values"u8);
        foreach (var parameter in assigned.Parameters)
        {
            writer.WritePropertyName(parameter.Name);
            writer.WriteRawValue(parameter.Value.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("notAssigned"u8);
        foreach (var of in assigned.Variants.Where(of => of.Variant is null))
        {
            writer.WriteStartObject();
            writer.WriteString("experiment"u8, of.Experiment);
            writer.WriteString("reason"u8, of.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return answer.SendAsync(context, StatusCodes.Status200OK);
    }

    private static Problem? CheckAttributes(string? attributes)
    {
        if (attributes is null) return null;
        if (attributes.Length > MaxAttributeBytes)
            return Invalid($"has more than {MaxAttributeBytes} characters.");
        try
        {
            using var json = JsonDocument.Parse(attributes, new JsonDocumentOptions { MaxDepth = MaxAttributeDepth });
            return json.RootElement.ValueKind == JsonValueKind.Object ? null : Invalid("is no JSON object.");
        }
        catch (JsonException fault)
        {
            return Invalid($"is no JSON object: {fault.Message}");
        }
    }

    private static Problem Invalid(string what) =>
        new(StatusCodes.Status400BadRequest, "attributes", $"'attributes' {what}");
}
