using Tasker.Core.Runs;

namespace Tasker.Core.Tests.Runs;

/// <summary>The laws of <see cref="RunRules"/>, over random workflows and random orders of inputs. A failure names its seed.</summary>
public sealed class LawTests
{
    public static TheoryData<int> Blocks => [.. Enumerable.Range(0, 10)];

    /// <summary>How many in each block: as <c>TASKER_STORIES</c> says, else some thousand in the slow set.</summary>
    private static int Stories => int.Parse(
        Environment.GetEnvironmentVariable("TASKER_STORIES") ?? (Environment.GetEnvironmentVariable("TASKER_SLOW") == "1" ? "3000" : "150"),
        System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_story_keeps_the_laws_and_ends(int block)
    {
        for (var seed = block * 1_000_000; seed < (block * 1_000_000) + Stories; seed++)
        {
            try
            {
                new Story(seed, 5 + (seed % 40)).Play();
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                throw new Xunit.Sdk.XunitException($"Story {seed}: {broken.Message}\n{broken.StackTrace}");
            }
        }
    }
}
