// Reads each file as Groovy and holds it against the grammar of declarative pipelines, as Jenkins' syntax page has it.
// Jenkins' own validator needs a whole Jenkins. Prints faults, one a line, and ends with 1 if there are any.
import org.codehaus.groovy.ast.expr.*
import org.codehaus.groovy.ast.stmt.*
import org.codehaus.groovy.control.*

class Grammar {
    static final TOP = ['agent', 'environment', 'options', 'parameters', 'triggers', 'tools', 'libraries', 'stages', 'post']
    static final STAGE = ['agent', 'environment', 'options', 'tools', 'input', 'when', 'steps', 'stages', 'parallel', 'matrix', 'failFast', 'post']
    static final BODY = ['steps', 'stages', 'parallel', 'matrix']
    static final WHEN = ['branch', 'beforeAgent', 'beforeInput', 'beforeOptions', 'expression', 'not', 'allOf', 'anyOf', 'changeRequest']
    static final INPUT = ['message', 'id', 'ok', 'submitter', 'submitterParameter', 'parameters']
    static final STEPS = ['sh', 'container', 'withCredentials', 'timeout', 'junit', 'archiveArtifacts', 'script', 'echo', 'input', 'milestone', 'stash', 'unstash']
    static final AROUND = ['container', 'withCredentials', 'timeout']
    static final OPTIONS = ['disableConcurrentBuilds', 'buildDiscarder', 'timeout', 'skipDefaultCheckout', 'timestamps', 'lock']
    static final POST = ['always', 'changed', 'fixed', 'regression', 'aborted', 'failure', 'success', 'unstable', 'unsuccessful', 'cleanup']
    static final POD = ['namespace', 'yaml', 'yamlFile', 'cloud', 'defaultContainer', 'inheritFrom', 'serviceAccount', 'label', 'retries']
    final List<String> faults = []
    final Set<String> names = []

    void file(List<Statement> statements) {
        if (statements.size() != 1 || name(statements[0]) != 'pipeline') {
            faults << "the file is one pipeline { }, and nothing else"
            return
        }
        def inside = body(statements[0])
        known(inside, TOP, 'pipeline')
        ['agent', 'stages'].each { if (inside.count { one -> name(one) == it } != 1) faults << "pipeline needs one $it" }
        inside.each { if (name(it) == 'options') known(body(it), OPTIONS, 'options') }
        inside.each { if (name(it) == 'post') post(body(it), 'pipeline') }
        inside.findAll { name(it) == 'stages' }.each { stages(body(it)) }
    }

    void stages(List<Statement> found) {
        known(found, ['stage'], 'stages')
        found.each { stage(it) }
    }

    void stage(Statement said) {
        def title = first(said)
        if (!names.add(title)) faults << "two stages are called '$title'"
        def inside = body(said)
        known(inside, STAGE, "stage '$title'")
        if (inside.count { name(it) in BODY } != 1) faults << "stage '$title' has one of ${BODY.join(', ')}"
        if (inside.any { name(it) == 'stages' } && inside.any { name(it) == 'steps' }) faults << "stage '$title' has both"
        inside.each { part ->
            if (name(part) == 'steps') steps(body(part), title)
            if (name(part) == 'stages') stages(body(part))
            if (name(part) == 'when') known(body(part), WHEN, "when of '$title'")
            if (name(part) == 'input') known(body(part), INPUT, "input of '$title'")
            if (name(part) == 'options') known(body(part), OPTIONS, "options of '$title'")
            if (name(part) == 'post') post(body(part), title)
            if (name(part) == 'agent') agent(body(part), title)
        }
    }

    void post(List<Statement> found, String title) {
        if (!found) faults << "the post of '$title' is empty"
        known(found, POST, "post of '$title'")
        found.each { steps(body(it), "post of $title") }
    }

    void agent(List<Statement> found, String title) {
        known(found, ['kubernetes', 'label', 'docker', 'dockerfile'], "agent of '$title'")
        found.findAll { name(it) == 'kubernetes' }.each { known(body(it), POD, "pod of '$title'") }
    }

    void steps(List<Statement> found, String title) {
        if (!found) faults << "the steps of '$title' are empty"
        known(found, STEPS, "steps of '$title'")
        found.findAll { name(it) in AROUND }.each { steps(body(it), title) }
    }

    void known(List<Statement> found, List<String> allowed, String where) {
        found.each { if (!(name(it) in allowed)) faults << "$where: '${name(it)}' is none of ${allowed.join(', ')}" }
    }

    static String name(Statement said) {
        def call = said instanceof ExpressionStatement ? said.expression : null
        call instanceof MethodCallExpression ? call.methodAsString : said.class.simpleName
    }

    static String first(Statement said) {
        def arguments = (said.expression as MethodCallExpression).arguments as TupleExpression
        arguments.expressions ? arguments.expressions[0].text : ''
    }

    static List<Statement> body(Statement said) {
        def arguments = (said.expression as MethodCallExpression).arguments as TupleExpression
        def last = arguments.expressions ? arguments.expressions[-1] : null
        last instanceof ClosureExpression ? ((last.code as BlockStatement).statements as List<Statement>) : []
    }
}

int wrong = 0
args.each { path ->
    def grammar = new Grammar()
    try {
        def unit = new CompilationUnit()
        unit.addSource(new File(path))
        unit.compile(Phases.CONVERSION)
        grammar.file(unit.AST.modules[0].statementBlock.statements)
    } catch (CompilationFailedException error) {
        grammar.faults << error.message.readLines()[1..-1].join(' ').trim()
    }
    grammar.faults.each { println "$path: $it" }
    wrong += grammar.faults.size()
}
System.exit(wrong ? 1 : 0)
