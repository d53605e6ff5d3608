using Tasker.Core.Diagnostics;
using Tasker.Core.Templates;

namespace Tasker.Core.Tests.Templates;

public sealed class ShellLineTests
{
    [Theory]
    [InlineData("make all", "make all")]
    [InlineData("echo ${{ v }}", "echo \"${TASKER_V1}\"")]
    [InlineData("echo a${{ v }}b${{ w }}", "echo a\"${TASKER_V1}\"b\"${TASKER_V2}\"")]
    [InlineData("echo \"a ${{ v }}\"", "echo \"a ${TASKER_V1}\"")]
    [InlineData("echo 'a ${{ v }} b'", "echo 'a '\"${TASKER_V1}\"' b'")]
    [InlineData("x=${{ v }} cmd", "x=\"${TASKER_V1}\" cmd")]
    [InlineData("cmd > ${{ v }}.log", "cmd > \"${TASKER_V1}\".log")]
    [InlineData("echo \"$(cat ${{ v }} '${{ w }}')\"", "echo \"$(cat \"${TASKER_V1}\" ''\"${TASKER_V2}\"'')\"")]
    [InlineData("echo \"$(f \"${{ v }}\")\"", "echo \"$(f \"${TASKER_V1}\")\"")]
    [InlineData("echo `cat ${{ v }}`", "echo `cat \"${TASKER_V1}\"`")]
    [InlineData("echo \"`cat '${{ v }}'`\" ${{ w }}", "echo \"`cat ''\"${TASKER_V1}\"''`\" \"${TASKER_V2}\"")]
    [InlineData("echo \\' ${{ v }}", "echo \\' \"${TASKER_V1}\"")]
    [InlineData("echo \"\\\"${{ v }}\"", "echo \"\\\"${TASKER_V1}\"")]
    [InlineData("echo '\\${{ v }}'", "echo '\\'\"${TASKER_V1}\"''")]
    [InlineData("echo a # it's ${{ v }}\necho ${{ w }}", "echo a # it's \necho \"${TASKER_V1}\"")]
    [InlineData("echo a#'${{ v }}'", "echo a#''\"${TASKER_V1}\"''")]
    [InlineData("echo ${{ v }}#'${{ w }}'", "echo \"${TASKER_V1}\"#''\"${TASKER_V2}\"''")]
    [InlineData("echo $# '${{ v }}'", "echo $# ''\"${TASKER_V1}\"''")]
    [InlineData("echo ${x#'a'} ${y} ${{ v }}", "echo ${x#'a'} ${y} \"${TASKER_V1}\"")]
    [InlineData("cat <<EOF\nit's ${{ v }} \"${{ w }}\"\nEOF\necho ${{ x }}",
        "cat <<EOF\nit's ${TASKER_V1} \"${TASKER_V2}\"\nEOF\necho \"${TASKER_V3}\"")]
    [InlineData("cat <<-EOF; cat <<'B'\n\ta's\n\tEOF\nb's\nB\necho '${{ v }}'",
        "cat <<-EOF; cat <<'B'\n\ta's\n\tEOF\nb's\nB\necho ''\"${TASKER_V1}\"''")]
    [InlineData("echo $((1 + 2)) ${{ v }}", "echo $((1 + 2)) \"${TASKER_V1}\"")]
    [InlineData("(cd x; echo ${{ v }}) && f() { echo '${{ w }}'; }", "(cd x; echo \"${TASKER_V1}\") && f() { echo ''\"${TASKER_V2}\"''; }")]
    [InlineData("case ${{ v }} in a) echo ${{ w }};; esac", "case \"${TASKER_V1}\" in a) echo \"${TASKER_V2}\";; esac")]
    [InlineData("echo $${{ v }}", "echo ${{ v }}")]
    [InlineData("${{ v }} x", "\"${TASKER_V1}\" x")]
    public void A_template_becomes_a_reference_that_fits_its_quotes(string line, string script)
    {
        var parsed = ShellLine.Parse(line, default);

        Assert.True(parsed.IsUsable, string.Join('\n', parsed.Diagnostics));
        Assert.Equal(script, parsed.Value.Script);
    }

    [Fact]
    public void Each_variable_names_its_expression() =>
        Assert.Equal(
            [("TASKER_V1", "inputs.a"), ("TASKER_V2", "1 + 2")],
            ShellLine.Parse("echo ${{inputs.a}} '${{1 + 2}}'", default).Value!.Variables.Select(v => (v.Name, v.Expression.Text)));

    [Theory]
    [InlineData("echo $((${{ v }} + 1))", 9, "in shell arithmetic")]
    [InlineData("if ((${{ v }} > 1)); then x; fi", 6, "in shell arithmetic")]
    [InlineData("[[ ${{ v }} -eq 1 ]]", 4, "between [[ and ]]")]
    [InlineData("[[ ( \"${{ v }}\" -eq 1 ) ]]", 7, "between [[ and ]]")]
    [InlineData("echo ${x:-${{ v }}}", 11, "between ${ and }")]
    [InlineData("echo \"${x:-\"${{ v }}\"}\"", 13, "between ${ and }")]
    [InlineData("cat <<'EOF'\n${{ v }}\nEOF", 1, "in a here-document with a quoted end")]
    [InlineData("echo $'a ${{ v }}'", 10, "between $' and '")]
    [InlineData("echo $'it\\'s' ${{ v }}", 15, "after a backslash in $' '")]
    [InlineData("echo \\${{ v }}", 7, "after a backslash")]
    [InlineData("echo \"\\${{ v }}\"", 8, "after a backslash")]
    [InlineData("eval ${{ v }}", 6, "in the arguments of eval")]
    [InlineData("x=1 eval \"a ${{ v }}\"", 13, "in the arguments of eval")]
    [InlineData("true && command eval ${{ v }}", 22, "in the arguments of eval")]
    [InlineData("trap '${{ v }}' EXIT", 7, "in the arguments of trap")]
    [InlineData("echo `echo \\`x\\` ${{ v }}`", 18, "after a backslash within backticks")]
    [InlineData("echo \"${x:-it's}\" ${{ v }}", 19, "after a single quote in a quoted ${ }")]
    [InlineData("echo \"$(case a in a) echo ${{ v }};; esac)\"", 27, "after a case in a quoted $( )")]
    [InlineData("cat <<${{ v }}\n", 7, "after the << before it")]
    public void Where_a_value_could_be_read_as_code_or_not_at_all_the_template_is_refused(string line, int column, string where)
    {
        var parsed = ShellLine.Parse(line, new Place("f", 1, 1));

        Assert.Null(parsed.Value);
        var found = Assert.Single(parsed.Diagnostics);
        Assert.Equal(("TSK1011", column, $"A template stands {where}."), (found.Code, found.Where.Column, found.What));
    }

    [Theory]
    [InlineData("evaluate ${{ v }}")]
    [InlineData("echo eval ${{ v }}")]
    [InlineData("eval x; echo ${{ v }}")]
    [InlineData("[[ -n x ]] && echo ${{ v }}")]
    [InlineData("[[ $(cat ${{ v }}) == x ]]")]
    [InlineData("echo $(( $(cat ${{ v }}) + 1 ))")]
    [InlineData("x=$(case a in a) echo b;; esac); echo ${{ v }}")]
    public void What_only_looks_dangerous_is_taken(string line) => Assert.True(ShellLine.Parse(line, default).IsUsable);

    [Fact]
    public void A_wrong_expression_is_told_as_everywhere() =>
        Assert.Equal("TSK1005", Assert.Single(ShellLine.Parse("echo ${{ a = b }}", default).Diagnostics).Code);

    [Fact]
    public void Deep_nesting_takes_no_time_and_no_template()
    {
        var deep = string.Concat(Enumerable.Repeat("$(", 200_000)) + string.Concat(Enumerable.Repeat("\\x`", 200_000));

        Assert.Contains(
            "after", Assert.Single(ShellLine.Parse(deep + "echo ${{ v }}", default).Diagnostics).What, StringComparison.Ordinal);
    }
}
