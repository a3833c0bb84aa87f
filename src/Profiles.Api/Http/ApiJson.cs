using System.Text.Json;
using System.Text.Json.Serialization;
using Profiles.Api.Content;
using Profiles.Api.Features;
using Profiles.Api.Models;
using Profiles.Api.Operations;
using Profiles.Api.Protocols;
using Profiles.Api.Queries;
using Profiles.Api.Segments;
using Profiles.Api.Slates;
using Profiles.Api.Units;
using Profiles.Contracts;

namespace Profiles.Api.Http;

/// <summary>The JSON of the API's own messages, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(ContentAnswer))]
[JsonSerializable(typeof(ProfileAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(DeadLettersAnswer))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayAnswer))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkAnswer))]
[JsonSerializable(typeof(SegmentsAnswer))]
[JsonSerializable(typeof(ErrorsProblemAnswer))]
[JsonSerializable(typeof(AttributesAnswer))]
[JsonSerializable(typeof(FeatureViewsAnswer))]
[JsonSerializable(typeof(FeatureAnswer))]
[JsonSerializable(typeof(FeaturesAnswer))]
[JsonSerializable(typeof(FeaturesQuestion))]
[JsonSerializable(typeof(NextAnswer))]
[JsonSerializable(typeof(SimilarAnswer))]
[JsonSerializable(typeof(RankAnswer))]
[JsonSerializable(typeof(RankBody))]
[JsonSerializable(typeof(ModelStatus))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSerializable(typeof(ShadowBody))]
[JsonSerializable(typeof(OfrepQuestion))]
[JsonSerializable(typeof(OfrepFlag))]
[JsonSerializable(typeof(OfrepFlags))]
[JsonSerializable(typeof(OfrepErrorAnswer))]
[JsonSerializable(typeof(GrowthBookFeatures))]
[JsonSerializable(typeof(QueryBody))]
[JsonSerializable(typeof(QueryAnswer))]
[JsonSerializable(typeof(QuerySchemaAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
