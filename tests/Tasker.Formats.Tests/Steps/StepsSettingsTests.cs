using Tasker.Core.Diagnostics;
using Tasker.Engine.Settings;
using Tasker.Formats.Steps.Definitions;
using Tasker.Formats.Text;

namespace Tasker.Formats.Tests.Steps;

public sealed class StepsSettingsTests
{
    [Fact]
    public void Every_key_is_read()
    {
        var settings = Read("{mandatory-skills: [a], pass-env: [B], main-timeout: 2h, test-timeout: 60, question-timeout: 90s, judge-criteria: false, python: python}", out var bag);

        Assert.False(bag.HasErrors);
        Assert.Equal(["a"], settings.MandatorySkills!.Value.AsEnumerable());
        Assert.Equal(["B"], settings.PassEnv.AsEnumerable());
        Assert.Equal((7200d, 60d, 90d), (settings.MainLimit.TotalSeconds, settings.TestLimit.TotalSeconds, settings.QuestionLimit.TotalSeconds));
        Assert.Equal((false, "python"), (settings.JudgeCriteria, settings.Python));
    }

    [Fact]
    public void No_mandatory_skills_differ_from_none_said()
    {
        Assert.Null(Read("{python: python}", out _).MandatorySkills);
        Assert.Empty(Read("{mandatory-skills: []}", out _).MandatorySkills!.Value);
    }

    [Fact]
    public void An_unknown_key_is_an_error_with_the_nearest_one()
    {
        Read("{mandatory-skill: a}", out var bag);

        Assert.Equal("Did you mean 'mandatory-skills'?", Assert.Single(bag.ToImmutable()).Fix);
    }

    private static StepsSettings Read(string yaml, out DiagnosticBag bag)
    {
        bag = new DiagnosticBag();
        return StepsSettingsReader.Read(YamlReader.Read("tasker.yaml", yaml, bag)!, bag);
    }
}
