using Orleans.Runtime;
using Profiles.Storage.Postgres;

namespace Profiles.Streaming.Cluster.Membership;

/// <summary>Turns Orleans' entries of its membership table into ours, and back.</summary>
internal static class MembershipRows
{
    public static Member ToMember(MembershipEntry entry, string etag = "") =>
        new(entry.SiloAddress.ToParsableString(), entry.Status.ToString())
        {
            GatewayPort = entry.ProxyPort,
            HostName = entry.HostName,
            Name = entry.SiloName,
            RoleName = entry.RoleName,
            UpdateZone = entry.UpdateZone,
            FaultZone = entry.FaultZone,
            StartedAt = entry.StartTime,
            AliveAt = entry.IAmAliveTime,
            Suspicions =
            [
                .. (entry.SuspectTimes ?? []).Select(
                    vote => new Suspicion(vote.Item1.ToParsableString(), vote.Item2)),
            ],
            Etag = etag,
        };

    public static MembershipEntry ToEntry(Member member) => new()
    {
        SiloAddress = SiloAddress.FromParsableString(member.Silo),
        Status = Enum.Parse<SiloStatus>(member.Status),
        ProxyPort = member.GatewayPort,
        HostName = member.HostName,
        SiloName = member.Name,
        RoleName = member.RoleName,
        UpdateZone = member.UpdateZone,
        FaultZone = member.FaultZone,
        StartTime = member.StartedAt,
        IAmAliveTime = member.AliveAt,
        SuspectTimes = member.Suspicions.IsEmpty
            ? null
            : [.. member.Suspicions.Select(vote => Tuple.Create(SiloAddress.FromParsableString(vote.By), vote.At))],
    };

    public static MembershipTableData ToTable(Storage.Postgres.Membership membership) => new(
        [.. membership.Members.Select(member => Tuple.Create(ToEntry(member), member.Etag))],
        new TableVersion(membership.Version, membership.Etag));
}
