using System.Text.Json.Nodes;
using Tasker.Cli.Sessions;
using Tasker.Planning;
using Tasker.Planning.Decomposition;
using Tasker.Planning.Interview;

namespace Tasker.Cli.Hosting;

/// <summary>
/// An interview of the target directory that has not ended. Its specification is no ground for a plan: it may be half, nobody has reviewed it, and
/// what lies beside it would count as checked.
/// </summary>
/// <param name="surroundings">The surroundings.</param>
/// <param name="target">The target directory; absolute.</param>
internal sealed class UnfinishedInterview(Session surroundings, string target)
{
    /// <summary>What there is to tell; null when there is no such interview.</summary>
    public string? Told => Interview is { } interview ? $"The interview about '{interview.Topic}' has not ended: phase {interview.Phase}." : null;

    private string WayOn => $"'tasker specify --target {surroundings.ShortPath(target)}' goes on with it";

    private SpecSession? Interview
    {
        get
        {
            try
            {
                return SpecSession.TryRead(target) is { IsOver: false } interview ? interview : null;
            }
            catch (PlanningException)
            {
                return null; // Planning does not need the session; those who do say that it is broken.
            }
        }
    }

    /// <summary>True when it is the one of this specification.</summary>
    public bool Holds(SpecSource spec) => Interview is { } interview && new InterviewFiles(target, interview.Slug).Spec == spec.Path;

    /// <summary>Refuses to plan the specification of the interview; tells about an interview of another one.</summary>
    /// <param name="spec">The specification to be planned.</param>
    /// <param name="isForced">True: it is planned all the same, without what was made with it.</param>
    /// <returns>What may be planned.</returns>
    /// <exception cref="PlanningException">It may not.</exception>
    public async Task<SpecSource> CheckAsync(SpecSource spec, bool isForced)
    {
        if (Interview is not { } interview)
        {
            return spec;
        }

        var name = surroundings.ShortPath(spec.Path);
        if (!Holds(spec))
        {
            await surroundings.Error.WriteLineAsync($"{Told} {WayOn}; this plan is of '{name}'.");
            return spec;
        }

        if (!isForced)
        {
            throw new PlanningException(
                PlanningCodes.GateClosed,
                $"{Told} '{name}' comes out of it and is planned when it is complete and reviewed. {WayOn}; 'tasker plan --force' plans and reviews what is there.",
                new JsonObject { ["gate"] = InterviewNames.FrontDoor, ["phase"] = interview.Phase, ["reasons"] = new JsonArray(Told) });
        }

        await surroundings.Error.WriteLineAsync($"{Told} '{name}' is planned as it is: it is reviewed, and its capabilities are found anew.");
        return spec with { CapabilityMap = null, Review = null, Resolutions = null, Fsm = null };
    }
}
